# Makes ready to run what is built here: finds the JDK, builds the jars of the agent and of localcloud where they are
# missing or older than their sources, and sets the locale. Sourced by hydrant and demo, which have set hydrant_home.
. "$hydrant_home/.mvn/jdk.sh"

hydrant_built() {
  [ -e target/built ] && [ -e agent/target/hydrant.jar ] && [ -e localcloud/target/localcloud.jar ] &&
    [ -z "$(find pom.xml .mvn agent/pom.xml agent/src/main localcloud/pom.xml localcloud/src/main \
      -newer target/built -print -quit)" ]
}
hydrant_build() {
  echo "Building Hydrant; the first time takes some minutes ..." >&2
  # The stamp bears the time at which the build began, so that a change during the build is not missed.
  mkdir -p target && touch target/building &&
    ./mvnw -q -B package -pl agent -am -Dmaven.test.skip=true -Dspotless.check.skip=true -Denforcer.skip=true >&2 &&
    mv target/building target/built
}
(cd "$hydrant_home" && { hydrant_built || hydrant_build; }) || exit

# File names can be any Unicode text, which the JVM reads and writes only in such a locale.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  *[Uu][Tt][Ff]8 | *[Uu][Tt][Ff]-8) ;;
  *) export LC_ALL=C.UTF-8 ;;
esac
