#!/usr/bin/env bash
# Makes the image localstack/localstack:4.14.0, the last release that needs no account, where no
# container registry answers: a Debian root file system with Python, and localstack-core from PyPI
# with the versions that its own source distribution pins. It serves S3, SQS and SNS. Debian, root,
# a Docker engine; a minute and 250 MB. Does nothing where the image is there.
set -euo pipefail
version=4.14.0
image=localstack/localstack:$version
suite=trixie # has the Python that this release wants

docker image inspect "$image" >/dev/null 2>&1 && exit 0
if ! command -v mmdebstrap >/dev/null || ! python3 -m pip --version >/dev/null 2>&1; then
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends mmdebstrap python3 python3-pip ca-certificates >/dev/null
fi

work=$(mktemp -d)
root=$work/rootfs
cleanup() {
  if mountpoint -q "$root/proc"; then umount "$root/proc"; fi
  rm -rf "$work"
}
trap cleanup EXIT

mmdebstrap --quiet --variant=essential \
  --include=ca-certificates,python3,python3-venv,libexpat1 \
  --aptopt='APT::Install-Recommends "false"' \
  --dpkgopt='path-exclude=/usr/share/doc/*' \
  --dpkgopt='path-exclude=/usr/share/man/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' \
  "$suite" "$root"

(cd "$work" && python3 -m pip download -q --no-deps --no-binary :all: "localstack-core==$version")
tar xzf "$work/localstack_core-$version.tar.gz" -C "$work"
source=$work/localstack_core-$version

mkdir -p "$root/opt/code/localstack" "$root/var/lib/localstack" "$root/usr/lib/localstack" \
  "$root/tmp/localstack" "$root/build"
touch "$root/tmp/localstack/.marker"
install -m755 "$source/bin/docker-entrypoint.sh" "$root/usr/local/bin/"
# pip must reach its index from inside as it does from outside: same names, same authorities.
cp /etc/resolv.conf "$root/etc/resolv.conf"
cp "${PIP_CERT:-/etc/ssl/certs/ca-certificates.crt}" "$root/build/ca.crt"
grep -vE '^\s*#|^-e' "$source/requirements-runtime.txt" >"$root/build/constraints.txt"

mount -t proc proc "$root/proc"
# shellcheck disable=SC2016 # expanded inside
chroot "$root" /usr/bin/env -i PATH=/usr/bin:/bin:/usr/sbin \
  PIP_CERT=/build/ca.crt PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 \
  ${PIP_INDEX_URL:+PIP_INDEX_URL="$PIP_INDEX_URL"} VERSION="$version" sh -ec '
    cd /opt/code/localstack
    python3 -m venv .venv
    .venv/bin/pip install -q --no-compile "localstack-core[base-runtime]==$VERSION" \
      moto-ext airspeed-ext jinja2 jsonpath-rw -c /build/constraints.txt
    SERVICES=s3,sqs,sns .venv/bin/python -W ignore -m localstack.aws.spec
    # The descriptions of all other services are most of the size.
    keep="s3 s3control sns sqs sts iam kms lambda events"
    for description in .venv/lib/python3*/site-packages/botocore/data/*/; do
      case " $keep " in
        *" $(basename "$description") "*) ;;
        *) rm -rf "$description" ;;
      esac
    done
    # A faster start; some templates among the sources are no Python.
    .venv/bin/python -W ignore -m compileall -q -x "site-packages/(moto|botocore)/" .venv || true'
umount "$root/proc"
rm -rf "$root/build" "$root"/var/lib/apt/lists/* "$root"/var/cache/*
: >"$root/etc/resolv.conf"

tar -C "$root" --numeric-owner -c . | docker import \
  -c 'ENTRYPOINT ["docker-entrypoint.sh"]' -c 'EXPOSE 4566' -c 'WORKDIR /opt/code/localstack' \
  -c 'ENV PYTHONUNBUFFERED=1' -c 'ENV USER=root' -c 'ENV SERVICES=s3,sqs,sns' \
  -c 'ENV EAGER_SERVICE_LOADING=1' -c 'ENV SKIP_SSL_CERT_DOWNLOAD=1' -c 'ENV DISABLE_EVENTS=1' \
  -c 'ENV DNS_ADDRESS=0' -c "ENV LOCALSTACK_BUILD_VERSION=$version" \
  -c 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' - "$image" >/dev/null
docker image ls "$image"
