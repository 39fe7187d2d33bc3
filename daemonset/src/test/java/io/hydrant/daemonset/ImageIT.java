package io.hydrant.daemonset;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The image's content, started without a registry: Debian with its tools, the Java runtime, the
/// agent.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ImageIT {
  private final RootFileSystem image = RootFileSystem.make();

  @Test
  void theAgentStartsWithoutPrivilege() {
    Command version = image.hydrantUnprivileged("version");

    assertThat(version.exitCode()).as(version.errors()).isZero();
    assertThat(version.output()).startsWith("hydrant ").contains("Java 25");
    assertThat(version.errors()).isEmpty();
  }

  /// With this mode the JVM does not start where it cannot use the cache.
  @Test
  void theAgentStartsFromItsTrainedCache() {
    Command version =
        image.run(
            "env", "HYDRANT_JAVA_OPTIONS=-XX:AOTMode=on", "/opt/hydrant/bin/hydrant", "version");

    assertThat(version.exitCode()).as(version.errors()).isZero();
  }

  @Test
  void theDisksOfThisMachineAreInspected() {
    Command inspect = image.hydrant("disk", "inspect");

    assertThat(inspect.exitCode()).as(inspect.output() + inspect.errors()).isZero();
    assertThat(inspect.output()).isNotBlank();
  }

  @Test
  @RequiresHelm
  void theInitContainersArgumentsAreOnesThatTheAgentKnows() {
    List<String> arguments =
        Chart.render("--set=disk.fallback=/var/lib/models", "--set=disk.model=Acme NVMe")
            .only(DaemonSet.class)
            .getSpec()
            .getTemplate()
            .getSpec()
            .getInitContainers()
            .getFirst()
            .getArgs();

    assertKnown(arguments);
  }

  private void assertKnown(List<String> arguments) {
    Command help =
        image.hydrant(
            Stream.concat(arguments.stream(), Stream.of("--help")).toArray(String[]::new));

    assertThat(help.exitCode()).as(help.errors()).isZero();
    assertThat(arguments)
        .filteredOn(argument -> argument.startsWith("--"))
        .isNotEmpty()
        .allSatisfy(flag -> assertThat(help.output()).contains(flag.split("=", 2)[0]));
  }

  @Test
  @RequiresHelm
  void theReapersArgumentsAreOnesThatTheAgentKnows() {
    List<String> arguments =
        Chart.render(Chart.REAPER)
            .only(CronJob.class)
            .getSpec()
            .getJobTemplate()
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .getFirst()
            .getArgs();

    assertKnown(arguments);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "e2label",
        "findmnt",
        "lsblk",
        "mdadm",
        "mkfs.ext4",
        "mkfs.xfs",
        "mount",
        "udevadm",
        "wipefs",
        "xfs_admin"
      })
  void theToolsForDisksAreThere(String tool) {
    assertThat(image.run("sh", "-c", "command -v " + tool).output()).isNotBlank();
  }

  /// The CRT trusts the system's authorities and has none of its own.
  @Test
  void theAuthoritiesAreThere() {
    assertThat(image.path().resolve("etc/ssl/certs/ca-certificates.crt")).isNotEmptyFile();
  }

  @Test
  void theCrtsLibraryIsThereForThisPlatformOnly() throws IOException {
    Path hydrant = image.path().resolve("opt/hydrant");

    assertThat(hydrant.resolve("native")).isDirectoryContaining("glob:**.so");
    try (DirectoryStream<Path> jars =
            Files.newDirectoryStream(hydrant.resolve("lib"), "aws-crt-[0-9]*.jar");
        ZipFile jar = new ZipFile(jars.iterator().next().toFile())) {
      assertThat(jar.stream().map(ZipEntry::getName))
          .contains("software/amazon/awssdk/crt/CRT.class")
          .noneMatch(name -> name.contains("aws-crt-jni"));
    }
  }

  @Test
  void theBillOfMaterialsNamesEveryJar() throws IOException {
    Path hydrant = image.path().resolve("opt/hydrant");
    JsonNode bill =
        new JsonMapper().readTree(Files.readString(hydrant.resolve("hydrant.cdx.json")));
    List<String> named =
        bill.path("components")
            .valueStream()
            .map(part -> part.path("name").asString() + "-" + part.path("version").asString())
            .map(part -> part + ".jar")
            .toList();

    try (Stream<Path> jars = Files.list(hydrant.resolve("lib"))) {
      assertThat(jars.map(jar -> jar.getFileName().toString()))
          .isNotEmpty()
          .allSatisfy(jar -> assertThat(named).contains(jar));
    }
  }

  @Test
  void nothingOfTheBuildIsLeft() {
    assertThat(image.path().resolve("tmp")).isEmptyDirectory();
    assertThat(Files.exists(image.path().resolve("localcloud"))).isFalse();
  }
}
