#!/bin/sh
# Makes the image's root file system without Docker and without a registry: the base of base.sh, and
# Hydrant with its trained AOT cache. Needs root, what base.sh needs, and the jars of `./mvnw package`.
#   rootfs.sh DIRECTORY
# Ends with 69 where one of these is not to be had.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)

unavailable() {
  echo "rootfs.sh: $1" >&2
  exit 69
}
[ "$(id -u)" = 0 ] || unavailable "this needs root, for chroot and mounts"
[ -f "$top/agent/target/hydrant.jar" ] && [ -f "$top/localcloud/target/localcloud.jar" ] ||
  unavailable "the agent is not built: run ./mvnw package first"
. "$top/.mvn/jdk.sh"

base=$top/daemonset/target/image
"$here/base.sh" "$base"
rm -rf "$1"
mkdir -p "$1"
root=$(cd "$1" && pwd)
tar -xf "$base/debian.tar" -C "$root"
"$here/install.sh" "$top/agent/target" "$root/opt/hydrant"
"$here/in-root.sh" -b "$JAVA_HOME:/tmp/jdk" -b "$here:/tmp/image" -b "$top/localcloud/target:/tmp/localcloud" \
  "$root" env JAVA_HOME=/tmp/jdk /tmp/image/train.sh /opt/hydrant /tmp/localcloud
# Not `rm -r`: these were mount points.
rmdir "$root/tmp/jdk" "$root/tmp/image" "$root/tmp/localcloud"
