#!/bin/sh
# Prepares what the Maven profile `jib` makes an image of: the base, and Hydrant with its AOT cache in
# DIRECTORY/layers/opt/hydrant.
#   layers.sh DIRECTORY
set -eu
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
. "$top/.mvn/jdk.sh"

"$here/base.sh" "$1"
# Jib asks for classes, and this module has none.
mkdir -p "$top/daemonset/target/classes"
rm -rf "$1/layers"
"$here/install.sh" "$top/agent/target" "$1/layers/opt/hydrant"
"$here/train.sh" "$1/layers/opt/hydrant" "$top/localcloud/target"
touch --date=@1 "$1/layers/opt/hydrant/hydrant.aot"
