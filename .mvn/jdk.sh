# Sets JAVA_HOME to an installed JDK 25, whatever `java` is on the PATH. Sourced by mvnw, hydrant and demo.
# The version is read from the `release` file that every JDK carries, so nothing is started to find out.
hydrant_jdk=25
hydrant_is_jdk() {
  [ -x "$1/bin/javac" ] && grep -q "^JAVA_VERSION=\"$hydrant_jdk[.\"+-]" "$1/release" 2>/dev/null
}
hydrant_find_jdk() {
  path_java=$(command -v javac 2>/dev/null || true)
  [ -z "$path_java" ] || path_java=$(dirname "$(dirname "$(readlink -f "$path_java")")")
  for home in "${JAVA_HOME:-}" "${JAVA_HOME_25_X64:-}" "${JAVA_HOME_25_ARM64:-}" "${JDK_25:-}" "$path_java" \
    /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.jdks/* "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.local/share/mise/installs/java/* "$HOME"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$home" ] && hydrant_is_jdk "$home"; then
      echo "$home"
      return
    fi
  done
  # Last, what Maven itself has been told about.
  for home in $(sed -n 's:.*<jdkHome>\(.*\)</jdkHome>.*:\1:p' "$HOME/.m2/toolchains.xml" 2>/dev/null); do
    if hydrant_is_jdk "$home"; then
      echo "$home"
      return
    fi
  done
}
JAVA_HOME=$(hydrant_find_jdk)
if [ -z "$JAVA_HOME" ]; then
  echo "Hydrant is built and run with JDK $hydrant_jdk, and none was found: install one (for example the package temurin-25-jdk or openjdk-25-jdk), or set JAVA_HOME to it." >&2
  exit 1
fi
export JAVA_HOME
