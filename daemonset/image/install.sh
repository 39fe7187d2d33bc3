#!/bin/sh
# Lays Hydrant out below a directory: the launcher, its Java runtime, the jars with their bill of
# materials, and the native library of the AWS CRT for this machine's architecture.
#   install.sh AGENT DIRECTORY     AGENT is agent/target after `./mvnw package`
# Needs a JDK 25 as JAVA_HOME.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
agent=$(cd "$1" && pwd)
mkdir -p "$2/bin" "$2/lib" "$2/native"
home=$(cd "$2" && pwd)

# What the agent and its libraries use. What is missing here shows in the training run.
modules=java.base,java.logging,java.management,java.naming,java.net.http,java.xml,jdk.httpserver,jdk.management,jdk.unsupported

"$JAVA_HOME/bin/jlink" --add-modules "$modules" --output "$home/runtime" \
  --strip-java-debug-attributes --no-header-files --no-man-pages
install -m 755 "$here/hydrant" "$home/bin/hydrant"
cp "$agent/hydrant.jar" "$agent/hydrant.cdx.json" "$home/"
# The jars that it names, and not whatever an earlier build has left beside them.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
(cd "$scratch" && "$JAVA_HOME/bin/jar" xf "$agent/hydrant.jar" META-INF/MANIFEST.MF)
tr -d '\r' <"$scratch/META-INF/MANIFEST.MF" | sed -e ':line' -e 'N' -e '$!b line' -e 's/\n //g' |
  sed -n 's/^Class-Path: //p' | tr ' ' '\n' | while read -r jar; do
  cp "$agent/$jar" "$home/lib/"
done

# picocli is compiled for Java 5, and the AOT cache would not take it.
"$JAVA_HOME/bin/java" -XX:-UsePerfData "$here/StackMaps.java" "$(echo "$home"/lib/picocli-[0-9]*.jar)"

# The CRT's jar carries libraries for twelve platforms, and unpacks one into /tmp at every start. One
# that lies on java.library.path is loaded as it is.
case $(uname -m) in
  x86_64) platform=linux/x86_64/glibc ;;
  aarch64) platform=linux/armv8/glibc ;;
  *) echo "install.sh: there is no image for $(uname -m)" >&2; exit 1 ;;
esac
crt=$(echo "$home"/lib/aws-crt-[0-9]*.jar)
(
  cd "$scratch"
  "$JAVA_HOME/bin/jar" xf "$crt"
  mv "$platform/libaws-crt-jni.so" "$home/native/"
  rm -rf linux osx windows
  "$JAVA_HOME/bin/jar" cfM "$crt" .
)

# The cache of train.sh knows the jars by their time: one that every way of packing them keeps.
find "$home" -exec touch --no-dereference --date=@1 {} +
