#!/bin/bash
# Runs the whole way of `hydrant disk` in a virtual machine with NVMe disks and md, one boot per
# stage. See ../disk-vm.md. Usage: run.sh WORK_DIRECTORY [STAGE...]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
agent=$(cd "$here/../../.." && pwd)
work=$(mkdir -p "$1" && cd "$1" && pwd)
shift
stages=(${@:-fresh reboot no-udev one-exchanged both-exchanged killed foreign karpenter ext4 dead})
. "$agent/../.mvn/jdk.sh"

if [ ! -e "$agent/target/hydrant.jar" ]; then
  echo "Build the agent first: ./mvnw -pl agent -am package -DskipTests" >&2
  exit 2
fi

if [ ! -e "$work/root.tar" ]; then
  mmdebstrap --format=tar --variant=minbase --include=udev,kmod,util-linux,mount,xfsprogs,e2fsprogs,mdadm,procps,linux-image-cloud-amd64 \
    bookworm "$work/root.tar.part"
  mv "$work/root.tar.part" "$work/root.tar"
fi

root=$work/root
rm -rf "$root"
mkdir "$root"
tar -C "$root" -xf "$work/root.tar"
mkdir -p "$root/opt/jdk" "$root/opt/hydrant"
cp -a "$JAVA_HOME"/{bin,conf,lib,release} "$root/opt/jdk/"
rm -f "$root"/opt/jdk/lib/{src.zip,ct.sym}
cp -a "$agent/target/hydrant.jar" "$agent/target/lib" "$root/opt/hydrant/"
install -m 755 "$here/guest.sh" "$root/guest.sh"
rm -f "$work/root.img"
truncate -s 3G "$work/root.img"
mke2fs -q -t ext4 -d "$root" "$work/root.img"

blank() {
  for disk in "$@"; do
    rm -f "$work/$disk.img"
    truncate -s 1G "$work/$disk.img"
  done
}

nvme() { # file, serial
  echo "-drive file=$work/$1.img,if=none,id=$1,format=raw,cache=unsafe -device nvme,drive=$1,serial=$2"
}

failed=0
for stage in "${stages[@]}"; do
  case $stage in
    fresh | both-exchanged) blank disk1 disk2 ;;
    one-exchanged) blank disk2 ;;
  esac
  echo "== $stage"
  timeout 3600 qemu-system-x86_64 ${ACCELERATOR:--accel tcg -cpu max} -m 2048 -smp 2 \
    -display none -monitor none -net none -no-reboot -serial "file:$work/$stage.log" \
    -kernel "$root"/boot/vmlinuz-* \
    -append "console=ttyS0 root=/dev/nvme0n1 rw init=/guest.sh panic=-1 quiet stage=$stage" \
    $(nvme root ROOT) $(nvme disk1 AWS1) $(nvme disk2 AWS2) </dev/null || true
  tr -d '\r' <"$work/$stage.log" | grep -aE '^(ok|not ok|stage) ' || true
  if ! tr -d '\r' <"$work/$stage.log" | grep -aq "^stage $stage passed"; then
    echo "FAILED, see $work/$stage.log"
    failed=1
  fi
done
exit $failed
