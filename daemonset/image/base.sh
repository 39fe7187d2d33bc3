#!/bin/sh
# Makes the base of the image without Docker and without a registry: Debian and the packages of
# packages.txt, as the layer debian.tar and as the image base.tar in Docker's own format. Needs
# mmdebstrap and a Debian mirror.
#   base.sh DIRECTORY
# Does nothing where both are there and as new as the list. Ends with 69 where they cannot be made.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
cd "$1"
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}

unavailable() {
  echo "base.sh: $1" >&2
  exit 69
}
[ ! base.tar -nt "$here/packages.txt" ] || exit 0
command -v mmdebstrap >/dev/null || unavailable "mmdebstrap is not installed"

mmdebstrap --quiet --variant=essential --include="$(sed '/^#/d' "$here/packages.txt" | paste -sd,)" \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
  --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/man/*' \
  trixie debian.tar "$mirror" ||
  unavailable "$mirror does not give what packages.txt asks for: see above"

case $(uname -m) in
  x86_64) architecture=amd64 ;;
  *) architecture=arm64 ;;
esac
layer=$(sha256sum debian.tar | cut -d' ' -f1)
cat >config.json <<CONFIG
{"architecture":"$architecture","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":["sha256:$layer"]}}
CONFIG
echo '[{"Config":"config.json","RepoTags":["hydrant-base:latest"],"Layers":["debian.tar"]}]' >manifest.json
tar -cf base.tar.part manifest.json config.json debian.tar
mv base.tar.part base.tar
