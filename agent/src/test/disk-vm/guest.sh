#!/bin/bash
# Process 1 of the virtual machine: carries out one stage and switches the machine off.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin:/opt/jdk/bin HOME=/root LC_ALL=C.UTF-8
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev 2>/dev/null
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /tmp
mount --make-rshared /
modprobe -a raid0 xfs
stage=$(sed 's/.*stage=//' /proc/cmdline)
models=/comfyui-models
failed=0

if [ "$stage" != no-udev ]; then
  /lib/systemd/systemd-udevd --daemon
  udevadm trigger --action=add
  udevadm settle
fi

# The emulator has one model for all its disks: show those of EC2 in its place.
echo "Amazon Elastic Block Store              " >/run/ebs
echo "Amazon EC2 NVMe Instance Storage        " >/run/ec2
disks=()
for block in /sys/block/nvme*; do
  name=$(basename "$block")
  if [ "$(tr -d ' ' <"$block/device/serial")" = ROOT ]; then
    mount --bind /run/ebs "$block/device/model"
  else
    mount --bind /run/ec2 "$block/device/model"
    disks+=("/dev/$name")
  fi
done

hydrant() {
  java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -jar /opt/hydrant/hydrant.jar "$@"
}

check() { # description, command...
  local what=$1
  shift
  if "$@" >/tmp/check 2>&1; then
    echo "ok $what"
  else
    echo "not ok $what"
    cat /tmp/check
    failed=1
  fi
}

exits() { # code, command...
  local expected=$1 code=0
  shift
  "$@" || code=$?
  [ "$code" = "$expected" ] || { echo "exit code $code instead of $expected"; return 1; }
}

mounted_array() {
  findmnt -n -o FSTYPE,SOURCE "$models" && [ "$(findmnt -n -o FSTYPE "$models")" = "${1:-xfs}" ] &&
    mdadm --detail --export "$(findmnt -n -o SOURCE "$models")" | grep -qx MD_NAME=any:comfyui-models &&
    mdadm --detail --export "$(findmnt -n -o SOURCE "$models")" | grep -qx MD_LEVEL=raid0 &&
    [ "$(findmnt -n -o SIZE -b "$models")" -gt 1800000000 ] &&
    [ "$(blkid -p -s LABEL -o value "$(findmnt -n -o SOURCE "$models")")" = comfy-models ] &&
    [ "$(stat -c %u:%a "$models/data")" = 65532:755 ]
}

never() { # pattern that must not be in the output of the last prepare
  ! grep -E "$1" /tmp/prepare
}

prepare() {
  hydrant disk prepare "$@" >/tmp/prepare 2>&1
  local code=$?
  cat /tmp/prepare
  return $code
}

# Back to two empty disks, by force.
clear_disks() {
  umount "$models" 2>/dev/null
  for array in /dev/md[0-9]*; do [ -b "$array" ] && mdadm --stop "$array"; done
  udevadm settle
  for disk in "${disks[@]}"; do wipefs -aqf "$disk"; dd if=/dev/zero of="$disk" bs=1M count=64 status=none; done
  udevadm settle
}

start_bytes() {
  cat "${disks[@]/%/}" | head -c 67108864 | sha256sum
}

case $stage in
  fresh)
    check "inspect shows a plan" bash -c "$(declare -f hydrant); hydrant disk inspect | tee /dev/stderr | grep -q 'make a RAID0 array'"
    check "two empty disks become one array" exits 0 prepare
    check "the array is mounted with its folders" mounted_array
    echo weights >"$models/data/model"
    begin=$(date +%s%N)
    check "prepare again changes nothing" exits 0 prepare
    echo "stage: the second prepare took $((($(date +%s%N) - begin) / 1000000)) ms in an emulator"
    check "nothing was made again" never 'mkfs|mdadm --(create|stop)|wipefs -a|^mount '
    check "the disk is healthy" exits 0 hydrant disk health
    check "the file is there" grep -qx weights "$models/data/model"
    umount "$models"
    ;;
  reboot)
    check "udev assembled the array" test -b /dev/md/comfyui-models
    check "after a reboot it is mounted" exits 0 prepare
    check "the array is mounted with its folders" mounted_array
    check "nothing was made again" never 'mkfs|mdadm --(create|stop)|wipefs -a'
    check "the file is there" grep -qx weights "$models/data/model"
    umount "$models"
    ;;
  no-udev)
    check "nobody assembled the array" bash -c '! grep -q ^md /proc/mdstat'
    check "without udev it is assembled and mounted" exits 0 prepare
    check "the array is mounted with its folders" mounted_array
    check "nothing was made again" never 'mkfs|mdadm --(create|stop)|wipefs -a'
    check "the file is there" grep -qx weights "$models/data/model"
    umount "$models"
    ;;
  one-exchanged)
    check "half an array is there" grep -q inactive /proc/mdstat
    check "an array that lacks a member is made again" exits 0 prepare
    check "the array is mounted with its folders" mounted_array
    check "the old file is gone" test ! -e "$models/data/model"
    umount "$models"
    ;;
  both-exchanged)
    check "two new disks become one array" exits 0 prepare
    check "the array is mounted with its folders" mounted_array
    umount "$models"
    ;;
  killed)
    mkdir /run/kill
    for tool in mdadm mkfs.xfs xfs_admin mount; do
      clear_disks
      # Takes the process that called it along: before its work, or for mdadm after it.
      cat >/run/kill/$tool <<EOF
#!/bin/bash
case "\$*" in *--export*|*-N*|*--examine*) exec $(command -v $tool) "\$@" ;; esac
[ $tool = mdadm ] && $(command -v $tool) "\$@"
kill -9 \$PPID
EOF
      chmod +x /run/kill/$tool
      check "prepare is killed at $tool" exits 137 env PATH=/run/kill:$PATH java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar /opt/hydrant/hydrant.jar disk prepare
      rm /run/kill/$tool
      udevadm settle
      check "it goes on from there" exits 0 prepare
      check "the array is mounted with its folders" mounted_array
    done
    # The old file system shows on an array made again; killed there, it must not be mounted.
    echo old >"$models/data/model"
    umount "$models"
    array=$(ls -d /dev/md[0-9]*)
    mdadm --stop "$array"
    udevadm settle
    wipefs -aq "${disks[0]}" "${disks[1]}"
    mdadm --create /dev/md/comfyui-models --config=none --run --homehost=any --name=comfyui-models --level=0 --metadata=1.2 --chunk=512 --raid-devices=2 "${disks[1]}" "${disks[0]}"
    udevadm settle
    echo "the array shows $(blkid -p -s LABEL -o value /dev/md/comfyui-models)"
    check "an older array's file system is not mounted" exits 0 prepare
    check "the array is mounted with its folders" mounted_array
    check "the old file is gone" test ! -e "$models/data/model"
    umount "$models"
    ;;
  foreign)
    clear_disks
    mkfs.ext4 -q -L data "${disks[1]}"
    before=$(start_bytes)
    check "one foreign file system stops all" exits 3 prepare
    check "nothing was touched" test "$before" = "$(start_bytes)"
    clear_disks
    mdadm --create /dev/md/kubernetes --run --level=0 --name=kubernetes --raid-devices=2 "${disks[@]}"
    udevadm settle
    before=$(start_bytes)
    check "an array of others is refused" exits 3 prepare
    check "nothing was touched" test "$before" = "$(start_bytes)"
    mdadm --stop /dev/md/kubernetes
    udevadm settle
    check "its members are refused" exits 3 prepare
    check "nothing was touched" test "$before" = "$(start_bytes)"
    clear_disks
    mkswap -q "${disks[0]}"
    swapon "${disks[0]}"
    check "swap is refused" exits 3 prepare
    swapoff "${disks[0]}"
    clear_disks
    ;;
  karpenter)
    clear_disks
    mdadm --create /dev/md/kubernetes --run --level=0 --name=kubernetes --raid-devices=2 "${disks[@]}"
    udevadm settle
    mkfs.xfs -q -l su=8b /dev/md/kubernetes
    mkdir -p /mnt/k8s-disks/0
    mount /dev/md/kubernetes /mnt/k8s-disks/0
    check "the mount is adopted" exits 0 prepare
    check "the folder is mounted" test -d /mnt/k8s-disks/0/comfyui-models/data
    check "the allowance is kept" test -s "$models/.hydrant/allowance"
    check "prepare again changes nothing" exits 0 prepare
    check "nothing was formatted" never 'mkfs|wipefs -a|mdadm --(create|stop)'
    umount "$models" /mnt/k8s-disks/0
    ;;
  ext4)
    clear_disks
    check "ext4 is made" exits 0 prepare --file-system ext4
    check "the array is mounted with its folders" mounted_array ext4
    umount "$models"
    ;;
  dead)
    clear_disks
    check "two empty disks become one array" exits 0 prepare
    check "the disk is healthy" exits 0 hydrant disk health
    # The second disk is pulled out of the running machine.
    echo 1 >"$(readlink -f "/sys/block/$(basename "${disks[1]}")/device/device")/remove"
    check "a disk that is gone is a sick disk" exits 3 hydrant disk health
    cat /tmp/check
    ;;
esac

[ "$failed" = 0 ] && echo "stage $stage passed"
sync
echo o >/proc/sysrq-trigger
sleep 30
