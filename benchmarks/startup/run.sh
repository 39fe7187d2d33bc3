#!/bin/sh
# Measures the start of the agent as the image has it: processor time until its loops run, memory when
# it has nothing to do, and how soon it is ready again on a disk that has all files. Needs the jars of
# `./mvnw package`.
#   benchmarks/startup/run.sh [ROUNDS [IDLE-SECONDS [FILES [MILLISECONDS]]]]
# MILLISECONDS is what each request to the bucket takes longer at a restart, as one to S3 does.
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
"$JAVA_HOME/bin/java" --sun-misc-unsafe-memory-access=allow -cp "$localcloud/localcloud.jar" \
  "$image/rehearsal/Rehearsal.java" measure "$hydrant/bin/hydrant" "${1:-5}" "${2:-15}" "${3:-10000}" "${4:-0}"
