#!/bin/sh
# Measures how long an agent takes from the time at which the message of an upload is in its queue until the model is
# visible: objects of 1 MiB on localcloud, one after the other.
#   benchmarks/events/run.sh [MODELS [FOLDER]]
# FOLDER is made on the disk to measure on and removed afterwards. The processors should have nothing else to do.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/.mvn/jdk.sh"
cd "$top"
folder=${2:-$(mktemp -d)}
classpath=$(mktemp)
trap 'rm -rf "$folder" "$classpath"' EXIT
./mvnw -q -B -Dspotless.check.skip -pl agent -am test-compile dependency:build-classpath \
  -Dmdep.outputFile="$classpath" -Dmdep.includeScope=test
"$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -Xmx512m \
  -cp "agent/target/test-classes:agent/target/classes:$(cat "$classpath")" \
  io.hydrant.app.EventLatency "$folder" "${1:-1000}"
