#!/bin/sh
# Makes the AOT cache: lets the agent do all that it does once, and keeps what the JVM has learned. The
# cache fits only the runtime and the jars that it was made with, where they lie now.
#   train.sh DIRECTORY LOCALCLOUD     DIRECTORY as install.sh made it, LOCALCLOUD is localcloud/target
# Needs a JDK 25 as JAVA_HOME, for the bucket.
set -eu
home=$1
localcloud=$2
here=$(cd "$(dirname "$0")" && pwd)

# The agent reports on a Node meanwhile: one that has none does the same and less.
HYDRANT_JAVA_OPTIONS="-XX:AOTCacheOutput=$home/hydrant.aot -Xlog:aot=error:stderr" \
  "$JAVA_HOME/bin/java" -XX:-UsePerfData --sun-misc-unsafe-memory-access=allow -cp "$localcloud/localcloud.jar" \
  "$here/rehearsal/Rehearsal.java" train "$home/bin/hydrant"

# With AOTMode=on the JVM does not start where it cannot use the cache.
HYDRANT_JAVA_OPTIONS=-XX:AOTMode=on "$home/bin/hydrant" version
