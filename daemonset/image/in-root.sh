#!/bin/sh
# Runs a command inside of a root file system, with /proc, /sys and /dev as a container has them, and
# with the directories given by -b FROM:TO. With -r the root is read-only and /tmp in memory, as the
# chart has them. Nothing of it is left mounted. Needs root.
#   in-root.sh [-r] [-b FROM:TO]... ROOT COMMAND [ARGUMENT]...
set -eu
if [ "${IN_ROOT:-}" != yes ]; then
  IN_ROOT=yes exec unshare --mount --propagation private "$0" "$@"
fi
unset IN_ROOT
readonly=no
if [ "$1" = -r ]; then
  readonly=yes
  shift
fi
binds=
while [ "$1" = -b ]; do
  binds="$binds $2"
  shift 2
done
root=$1
shift
# A mount point of its own: the JVM looks its file stores up in the table of mounts.
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
for bind in $binds; do
  mkdir -p "$root${bind#*:}"
  mount --bind "${bind%%:*}" "$root${bind#*:}"
done
if [ $readonly = yes ]; then
  mount -t tmpfs tmp "$root/tmp"
  mount -o remount,bind,ro "$root"
fi
exec chroot "$root" "$@"
