#!/bin/sh
# Measures the start of the agent as the image has it: processor time until its loops run, and memory
# when it has nothing to do. Needs the jars of `./mvnw package`.
#   benchmarks/startup/run.sh [ROUNDS [IDLE-SECONDS]]
# HYDRANT_JAVA_OPTIONS tries other settings of the JVM.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/.mvn/jdk.sh"
image=$top/daemonset/image
localcloud=$top/localcloud/target

hydrant=$(mktemp -d)
trap 'rm -rf "$hydrant"' EXIT
"$image/install.sh" "$top/agent/target" "$hydrant"
"$image/train.sh" "$hydrant" "$localcloud"
"$JAVA_HOME/bin/java" -cp "$localcloud/localcloud.jar" "$image/Rehearsal.java" \
  measure "$hydrant/bin/hydrant" "${1:-5}" "${2:-10}"
