package io.hydrant;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.hydrant.catalog.Catalog;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The packages of the agent, which may import which, and what is banned where. `docs/design.md`
/// shows the same map to people.
class ArchitectureTest {
  private static final String ROOT = "io.hydrant.";

  /// Every package, without [#ROOT], and the packages that it may import.
  private static final Map<String, Set<String>> MAP = map();

  private static Map<String, Set<String>> map() {
    Map<String, Set<String>> map = new TreeMap<>();
    map.put("catalog", Set.of());
    map.put("plan", Set.of("catalog"));
    map.put("progress", Set.of("catalog", "plan"));
    map.put("status", Set.of("catalog", "plan", "progress"));
    map.put("source", Set.of("catalog"));
    map.put("digest", Set.of("catalog"));
    map.put("source.s3", Set.of("aws", "catalog", "digest", "directio", "source"));
    map.put("directio", Set.of());
    map.put("store", Set.of("catalog", "digest", "directio"));
    map.put("event", Set.of("catalog"));
    map.put("event.sqs", Set.of("aws", "catalog", "event"));
    map.put("aws", Set.of());
    map.put("queue", Set.of("aws"));
    map.put("comfyui", Set.of("catalog", "plan", "progress"));
    map.put("transfer", Set.of("catalog", "plan", "progress", "source", "store"));
    map.put("sync", Set.of("catalog", "event", "plan", "progress", "source", "store", "transfer"));
    map.put("config", Set.of("catalog"));
    map.put("metrics", Set.of("catalog", "plan", "progress", "status"));
    map.put("http", Set.of("metrics", "status"));
    map.put("node", Set.of("status"));
    map.put("node.kube", Set.of("node", "status"));
    map.put("disk", Set.of("catalog", "directio"));
    map.put("app", Set.copyOf(map.keySet()));
    map.put("cli", Set.copyOf(map.keySet()));
    return Map.copyOf(map);
  }

  /// Packages that only compute: no files, network or threads.
  private static final Set<String> PURE = Set.of("catalog", "plan", "progress", "status");

  private static final Pattern IMPURE =
      Pattern.compile(
          "java\\.(io|net|nio\\.(file|channels)|util\\.concurrent)\\..*|java\\.lang\\.(Thread|Process).*");

  /// Where each library may be used.
  private static final Map<String, Set<String>> LIBRARIES =
      Map.of(
          "software.amazon.awssdk.crt.checksums.",
          Set.of("digest"),
          "software.amazon.awssdk.",
          Set.of("aws", "source.s3", "event.sqs", "queue", "app", "cli"),
          "io.micrometer.",
          Set.of("metrics"),
          "io.fabric8.",
          Set.of("node.kube"),
          "picocli.",
          Set.of("cli"),
          "com.sun.net.httpserver.",
          Set.of("http"),
          "ch.qos.logback.",
          Set.of("app"));

  private static final JavaClasses AGENT = new ClassFileImporter().importPath(classesOfTheAgent());

  private static Path classesOfTheAgent() {
    try {
      return Path.of(Catalog.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The package of a class of ours, without the root's name.
  private static String packageOf(JavaClass javaClass) {
    String name = javaClass.getPackageName() + ".";
    return name.equals(ROOT) ? "" : name.substring(ROOT.length(), name.length() - 1);
  }

  private static boolean isOurs(JavaClass javaClass) {
    return (javaClass.getPackageName() + ".").startsWith(ROOT);
  }

  @Test
  void everyPackageIsOnTheMapAndEveryPackageOfTheMapIsThere() {
    Set<String> present = new TreeSet<>(AGENT.stream().map(ArchitectureTest::packageOf).toList());
    assertThat(present).isEqualTo(new TreeSet<>(MAP.keySet()));
    assertThat(MAP.keySet()).containsAll(PURE);
  }

  @Test
  void theMapNamesOnlyItsOwnPackagesAndHasNoCircle() {
    Set<String> done = new TreeSet<>();
    for (boolean progress = true; progress; ) {
      progress = false;
      for (Map.Entry<String, Set<String>> each : MAP.entrySet()) {
        progress |= done.containsAll(each.getValue()) && done.add(each.getKey());
      }
    }
    assertThat(done).as("what can be ordered").isEqualTo(new TreeSet<>(MAP.keySet()));
  }

  @Test
  void packagesImportWhatTheMapAllows() {
    assertThat(importsAgainst(MAP, AGENT)).isEmpty();
    Map<String, Set<String>> stricter = Map.of("transfer", Set.of("catalog", "progress", "source"));
    assertThat(importsAgainst(stricter, AGENT))
        .as("what a stricter map finds")
        .anyMatch(each -> each.startsWith("io.hydrant.transfer.ModelFetcher → io.hydrant.store."))
        .noneMatch(each -> each.contains("→ io.hydrant.catalog."));
  }

  private static List<String> importsAgainst(Map<String, Set<String>> map, JavaClasses classes) {
    return dependencies(
        classes,
        (from, to) -> {
          Set<String> allowed = map.get(packageOf(from));
          return isOurs(to)
              && allowed != null
              && !packageOf(to).equals(packageOf(from))
              && !allowed.contains(packageOf(to));
        });
  }

  @Test
  void packagesThatOnlyComputeTouchNoFileNetworkOrThread() {
    assertThat(impuritiesOf(PURE, AGENT)).isEmpty();
    assertThat(impuritiesOf(Set.of("store"), AGENT))
        .as("what is found where it is allowed")
        .anyMatch(each -> each.contains("→ java.nio.file.Files"))
        .anyMatch(each -> each.contains("→ java.util.concurrent."));
  }

  private static List<String> impuritiesOf(Set<String> packages, JavaClasses classes) {
    return dependencies(
        classes,
        (from, to) -> packages.contains(packageOf(from)) && IMPURE.matcher(to.getName()).matches());
  }

  @Test
  void librariesStayBehindTheirPackages() {
    assertThat(librariesOutOf(LIBRARIES, AGENT)).isEmpty();
    assertThat(librariesOutOf(Map.of("picocli.", Set.of("http")), AGENT))
        .as("what is found in a package that is not allowed")
        .anyMatch(each -> each.contains("→ picocli."));
  }

  private static List<String> librariesOutOf(
      Map<String, Set<String>> libraries, JavaClasses classes) {
    return dependencies(
        classes,
        (from, to) -> {
          Set<String> allowed = new TreeSet<>();
          libraries.forEach((prefix, packages) -> {
            if (to.getName().startsWith(prefix)) {
              allowed.addAll(packages);
            }
          });
          return !allowed.isEmpty() && !allowed.contains(packageOf(from));
        });
  }

  /// A dependency that a rule may forbid.
  private interface Forbidden {
    boolean test(JavaClass from, JavaClass to);
  }

  private static List<String> dependencies(JavaClasses classes, Forbidden forbidden) {
    return classes.stream()
        .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
        .filter(each ->
            forbidden.test(each.getOriginClass(), each.getTargetClass().getBaseComponentType()))
        .map(each ->
            each.getOriginClass().getName()
                + " → "
                + each.getTargetClass().getBaseComponentType().getName())
        .distinct()
        .sorted()
        .toList();
  }

  @Test
  void timeAndSleepComeFromOutsideExceptInTheCompositionRoots() {
    assertThat(clocksIn(AGENT, each -> !Set.of("app", "cli").contains(packageOf(each)))).isEmpty();
    assertThat(clocksIn(new ClassFileImporter().importClasses(Offender.class), _ -> true))
        .as("what is found in an offender")
        .containsExactlyInAnyOrder(
            "Offender → java.time.Instant.now",
            "Offender → java.lang.System.nanoTime",
            "Offender → java.lang.Thread.sleep",
            "Offender → java.time.InstantSource.system");
  }

  private static List<String> clocksIn(JavaClasses classes, Predicate<JavaClass> where) {
    List<String> found = new ArrayList<>();
    for (JavaClass each : classes) {
      for (JavaAccess<?> access : each.getAccessesFromSelf()) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        boolean clock =
            (owner.startsWith("java.time.") && (name.equals("now") || name.startsWith("system")))
                || owner.equals("java.time.Clock")
                || (owner.equals("java.lang.System")
                    && (name.equals("currentTimeMillis") || name.equals("nanoTime")))
                || (owner.equals("java.lang.Thread") && name.equals("sleep"));
        if (clock && where.test(each)) {
          found.add(each.getSimpleName() + " → " + owner + "." + name);
        }
      }
    }
    return found;
  }

  @Test
  void whatTheProjectDoesWithoutIsNotUsed() {
    assertThat(bannedIn(AGENT)).isEmpty();
    assertThat(bannedIn(new ClassFileImporter().importClasses(Offender.class)))
        .as("what is found in an offender")
        .anyMatch(each -> each.contains("→ java.util.concurrent.CompletableFuture"))
        .anyMatch(each -> each.contains("→ java.lang.ThreadLocal"))
        .anyMatch(each -> each.contains("→ java.util.logging.Logger"));
  }

  private static List<String> bannedIn(JavaClasses classes) {
    Set<String> banned = Set.of("java.lang.ThreadLocal", "java.util.Date", "java.util.Timer");
    return dependencies(
        classes,
        (from, to) ->
            banned.contains(to.getName())
                || to.getName().startsWith("java.util.logging.")
                || (to.getName().startsWith("java.util.concurrent.Completable")
                    && !packageOf(from).equals("source.s3")));
  }

  @Test
  void staticFieldsAreFinal() {
    assertThat(mutableStatics(AGENT)).isEmpty();
    assertThat(mutableStatics(new ClassFileImporter().importClasses(Offender.class)))
        .containsExactly("Offender.count");
  }

  private static List<String> mutableStatics(JavaClasses classes) {
    return classes.stream()
        .flatMap(each -> each.getFields().stream())
        .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
        .filter(field -> !field.getModifiers().contains(JavaModifier.FINAL))
        .map((JavaField field) -> field.getOwner().getSimpleName() + "." + field.getName())
        .toList();
  }

  @Test
  void namesSayWhatAClassIs() {
    assertThat(emptyNames(AGENT)).isEmpty();
    assertThat(emptyNames(new ClassFileImporter().importClasses(OffenderImpl.class))).hasSize(1);
  }

  private static List<String> emptyNames(JavaClasses classes) {
    Pattern empty = Pattern.compile(".*(Impl|Manager|Helper|Utils?)");
    return classes.stream()
        .map(JavaClass::getSimpleName)
        .filter(name -> empty.matcher(name).matches())
        .toList();
  }

  @Test
  void everyPackageSaysWhatItIs() {
    Set<String> present = new TreeSet<>(AGENT.stream().map(ArchitectureTest::packageOf).toList());
    assertThat(present).isNotEmpty();
    for (String each : present) {
      Path info = Path.of((ROOT + each).replace('.', '/'), "package-info.class");
      assertThat(classesOfTheAgent().resolve(info)).exists();
    }
  }

  /// Does what no class of the agent may.
  @SuppressWarnings("unused")
  private static final class Offender {
    static int count;
    final Supplier<Instant> reference = Instant::now;
    final ThreadLocal<String> local = new ThreadLocal<>();
    final CompletableFuture<String> future = new CompletableFuture<>();
    final Logger logger = Logger.getLogger("x");

    long time() throws InterruptedException {
      Thread.sleep(1);
      return System.nanoTime() + InstantSource.system().millis();
    }
  }

  private static final class OffenderImpl {}
}
