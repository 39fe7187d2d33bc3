package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.config.ConfigException;
import io.hydrant.disk.DiskSettings;
import io.hydrant.disk.FileSystemKind;
import io.hydrant.disk.HostPaths;
import io.hydrant.disk.Owner;
import io.hydrant.disk.SpaceLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class DiskCommandTest {
  private final Console console = new Console();
  private final Map<String, String> environment = new HashMap<>();

  @TempDir Path directory;

  private DiskSettings settings(String... arguments) throws ConfigException {
    CommandSpec spec = CommandSpec.create();
    DiskOption.addAll(spec);
    return DiskOption.settings(new CommandLine(spec).parseArgs(arguments), environment);
  }

  @Test
  void withoutACommandTheUsageIsShownAndItIsAnError() {
    assertThat(console.run("disk")).isEqualTo(2);
    assertThat(console.err()).contains("inspect ", "prepare ", "health ");
    assertThat(console.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "inspect, '0   shown, whatever prepare would do'",
    "prepare, '3   refused, for the reasons that standard error tells'",
    "health,  '3   full or sick, for the reason shown'",
  })
  void helpHasEightyColumnsAndTellsTheExitCodesInTheirOrder(String command, String line) {
    assertThat(console.run("disk", command, "--help")).isZero();
    assertThat(console.out()).contains(line);
    assertThat(console.out().lines()).allSatisfy(each -> assertThat(each).hasSizeLessThan(81));
    String codes = console.out().substring(console.out().indexOf("Exit codes:"));
    assertThat(codes.lines().map(String::strip).filter(text -> text.matches("\\d .*")))
        .isSorted()
        .hasSizeGreaterThan(2);
  }

  @Test
  void helpTellsFlagVariableAndDefault() {
    console.run("disk", "prepare", "--help");
    assertThat(console.out().replaceAll("\\s+", " "))
        .contains("--root=DIR The directory that Hydrant owns")
        .contains("HYDRANT_DISK_FILE_SYSTEM. Default: xfs.")
        .contains("HYDRANT_DISK_LIMIT. Default: 70%.")
        .contains("Without it that is refused. HYDRANT_DISK_FALLBACK.");
  }

  @Test
  void theDefaultsAreThoseOfAnEc2Node() throws Exception {
    DiskSettings settings = settings();
    assertThat(settings.root()).isEqualTo(Path.of("/comfyui-models"));
    assertThat(settings.model().pattern()).isEqualTo("Amazon EC2 NVMe Instance Storage");
    assertThat(settings.fileSystem()).isEqualTo(FileSystemKind.XFS);
    assertThat(settings.adopt()).isEqualTo(Path.of("/mnt/k8s-disks/0"));
    assertThat(settings.fallback()).isNull();
    assertThat(settings.limit()).isEqualTo(new SpaceLimit.Share(70));
    assertThat(settings.owner()).isEqualTo(new Owner(65532, 65532));
    assertThat(settings.host())
        .isEqualTo(new HostPaths(Path.of("/sys"), Path.of("/dev"), Path.of("/proc")));
  }

  @Test
  void aFlagWinsOverTheEnvironmentAndThatOverTheDefault() throws Exception {
    environment.put("HYDRANT_ROOT", "/models");
    environment.put("HYDRANT_DISK_FILE_SYSTEM", "ext4");
    environment.put("HYDRANT_DISK_OWNER", "1000:1000");
    environment.put("HYDRANT_DISK_FALLBACK", "/var/lib/models");
    DiskSettings settings = settings("--file-system", "XFS");
    assertThat(settings.root()).isEqualTo(Path.of("/models"));
    assertThat(settings.fileSystem()).isEqualTo(FileSystemKind.XFS);
    assertThat(settings.owner()).isEqualTo(new Owner(1000, 1000));
    assertThat(settings.fallback()).isEqualTo(Path.of("/var/lib/models"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--file-system=btrfs",
        "--limit=0%",
        "--owner=root",
        "--model=(",
        "--fallback=/comfyui-models/below",
        "--force",
        "--adopt"
      })
  void whatCannotBeUsedIsAUsageError(String argument) {
    assertThat(console.run("disk", "prepare", argument)).isEqualTo(2);
    assertThat(console.err()).contains(argument.replaceAll("=.*", "").replace("--", ""));
  }

  @Test
  void theRootOfAllIsAUsageError() {
    assertThat(console.run("disk", "prepare", "--root=/")).isEqualTo(2);
    assertThat(console.err()).contains("cannot be '/' itself");
  }

  @Test
  void aWrongVariableIsNamed() {
    assertThat(console.with("HYDRANT_DISK_LIMIT", "much").run("disk", "prepare")).isEqualTo(2);
    assertThat(console.err()).contains("HYDRANT_DISK_LIMIT", "'much'");
  }

  @Test
  void aHealthyDirectoryEndsWithZero() throws Exception {
    Files.createDirectory(directory.resolve(".hydrant"));
    assertThat(console.run("disk", "health", "--root", directory.toString())).isZero();
    assertThat(console.out()).startsWith("healthy: '" + directory + "', ");
  }

  @Test
  void aSickDirectoryEndsWithThree() {
    assertThat(console.run("disk", "health", "--root", directory.toString())).isEqualTo(3);
    assertThat(console.out()).startsWith("sick: '" + directory + "' has no folder .hydrant");
  }

  @Test
  void aMachineThatCannotBeLookedAtEndsWithOne() {
    assertThat(console.run("disk", "inspect", "--proc", directory.toString())).isEqualTo(1);
    assertThat(console.run("disk", "prepare", "--proc", directory.toString())).isEqualTo(1);
    assertThat(console.err()).contains("give the container the host's /proc");
  }

  @Test
  void aMachineWithoutInstanceStoreIsShownAndRefused() throws Exception {
    assertThat(runOnEmptyMachine("inspect")).isZero();
    assertThat(console.out())
        .contains("Prepare would touch nothing, because")
        .contains("has no disk of model 'Amazon EC2 NVMe Instance Storage'");
    assertThat(runOnEmptyMachine("prepare")).isEqualTo(3);
    assertThat(console.err())
        .contains("refused, because")
        .contains("allow a directory with --fallback");
  }

  /// Its only mount is shared, and it has no disks.
  private int runOnEmptyMachine(String command) throws IOException {
    Path proc = directory.resolve("proc");
    for (String process : List.of("1", "self")) {
      Files.createDirectories(proc.resolve(process));
      Files.writeString(
          proc.resolve(process).resolve("mountinfo"),
          "22 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n");
    }
    Files.writeString(proc.resolve("swaps"), "Filename\tType\tSize\tUsed\tPriority\n");
    return console.run(
        "disk",
        command,
        "--proc=" + proc,
        "--sys=" + directory.resolve("sys"),
        "--dev=" + directory.resolve("dev"),
        "--root=" + directory.resolve("models"));
  }
}
