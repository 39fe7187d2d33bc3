#!/bin/sh
# Measures hydration side by side with other tools, from an nginx on this machine to a disk, and writes the table
# docs/benchmarks/transfer.md.
#   benchmarks/transfer/run.sh [OPTION...]      --help tells the options
# Run benchmarks/transfer/install.sh once before. As root, or with --port; over TLS as root only, to let Hydrant trust nginx's certificate.
# The server's files lie in memory (6 GiB); the target needs 40 GiB of disk for five rounds.
# Nodes have xfs: --target names a folder on one. ext4 makes files slowly for minutes after many were deleted.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
. "$top/.mvn/jdk.sh"
peers=${HYDRANT_PEERS:-$HOME/.cache/hydrant-peers}
[ -x "$peers/bin/python" ] || { echo "run $here/install.sh first" >&2; exit 1; }
classpath=$(mktemp)
trap 'rm -f "$classpath"' EXIT
(cd "$top" && ./mvnw -q -B -Dspotless.check.skip -pl agent -am test-compile dependency:build-classpath \
  -Dmdep.outputFile="$classpath" -Dmdep.includeScope=test)
HYDRANT_CLASSPATH="$top/agent/target/test-classes:$top/agent/target/classes:$(cat "$classpath")"
export HYDRANT_CLASSPATH
"$peers/bin/python" "$here/bench.py" --peers "$peers" --report "$top/docs/benchmarks/transfer.md" "$@"
