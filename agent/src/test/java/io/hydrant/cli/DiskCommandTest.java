package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.disk.DiskSettings;
import io.hydrant.disk.FileSystemKind;
import io.hydrant.disk.Owner;
import io.hydrant.disk.SpaceLimit;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

class DiskCommandTest {
  private final Map<String, String> environment = new HashMap<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path directory;

  private CommandLine commandLine() {
    PrintWriter outWriter = new PrintWriter(out, true);
    PrintWriter errWriter = new PrintWriter(err, true);
    return new CommandLine(new DiskCommand(outWriter, errWriter, environment).spec())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(outWriter)
        .setErr(errWriter)
        .setExecutionStrategy(DiskCommandTest::run);
  }

  private static int run(ParseResult given) {
    Integer help = CommandLine.executeHelpRequest(given);
    if (help != null) {
      return help;
    }
    ParseResult last = given.hasSubcommand() ? given.subcommand() : given;
    if (!(last.commandSpec().userObject() instanceof DiskTask task)) {
      return 2;
    }
    try {
      return task.run(last);
    } catch (CommandLine.ParameterException e) {
      throw e;
    } catch (Exception e) {
      last.commandSpec().commandLine().getErr().println(e.getMessage());
      return 1;
    }
  }

  private int execute(String... arguments) {
    return commandLine().execute(arguments);
  }

  private DiskSettings settings(String... arguments) {
    ParseResult given = commandLine().parseArgs(arguments).subcommand();
    return DiskOption.settings(given, environment);
  }

  @ParameterizedTest
  @CsvSource({
    "inspect, '0   shown, whatever prepare would do'",
    "prepare, '3   refused for the reasons shown; nothing was touched'",
    "health,  '3   sick, for the reason shown'",
  })
  void helpTellsTheExitCodesInTheirOrder(String command, String line) {
    assertThat(execute(command, "--help")).isZero();
    assertThat(out.toString()).contains("Exit codes:").contains(line);
    String codes = out.toString().substring(out.toString().indexOf("Exit codes:"));
    assertThat(codes.lines().skip(1).map(String::strip).filter(text -> text.matches("\\d .*")))
        .isSorted();
  }

  @Test
  void helpTellsFlagVariableAndDefault() {
    execute("prepare", "--help");
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("--root=DIR Where the models' file system is mounted. Variable HYDRANT_ROOT;")
        .contains("default: /comfyui-models.")
        .contains("Variable HYDRANT_DISK_FILE_SYSTEM; default: xfs.")
        .contains("Variable HYDRANT_DISK_FALLBACK.");
  }

  @Test
  void theDefaultsAreThoseOfAnEc2Node() {
    DiskSettings settings = settings("prepare");
    assertThat(settings.root()).isEqualTo(Path.of("/comfyui-models"));
    assertThat(settings.model().pattern()).isEqualTo("Amazon EC2 NVMe Instance Storage");
    assertThat(settings.fileSystem()).isEqualTo(FileSystemKind.XFS);
    assertThat(settings.adopt()).isEqualTo(Path.of("/mnt/k8s-disks/0"));
    assertThat(settings.fallback()).isNull();
    assertThat(settings.limit()).isEqualTo(new SpaceLimit.Share(70));
    assertThat(settings.host().sys()).isEqualTo(Path.of("/sys"));
    assertThat(settings.host().proc()).isEqualTo(Path.of("/proc"));
  }

  @Test
  void aFlagWinsOverTheEnvironmentAndThatOverTheDefault() {
    environment.put("HYDRANT_ROOT", "/models");
    environment.put("HYDRANT_DISK_FILE_SYSTEM", "ext4");
    environment.put("HYDRANT_DISK_OWNER", "1000:1000");
    environment.put("HYDRANT_DISK_FALLBACK", "/var/lib/models");
    DiskSettings settings = settings("prepare", "--file-system", "XFS");
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
        "--root=/",
        "--fallback=/comfyui-models/below",
        "--force",
        "--root"
      })
  void whatCannotBeUsedIsAUsageError(String argument) {
    assertThat(execute("prepare", argument)).isEqualTo(2);
    assertThat(err.toString()).contains(argument.replaceAll("=.*", "").replace("--", ""));
  }

  @Test
  void aWrongVariableIsNamed() {
    environment.put("HYDRANT_DISK_LIMIT", "much");
    assertThat(execute("prepare")).isEqualTo(2);
    assertThat(err.toString()).contains("HYDRANT_DISK_LIMIT", "'much'");
  }

  @Test
  void aHealthyDirectoryEndsWithZero() throws Exception {
    Files.createDirectory(directory.resolve(".hydrant"));
    assertThat(execute("health", "--root", directory.toString())).isZero();
    assertThat(out.toString()).startsWith("healthy: '" + directory + "', ");
  }

  @Test
  void aSickDirectoryEndsWithThree() {
    assertThat(execute("health", "--root", directory.toString())).isEqualTo(3);
    assertThat(out.toString()).startsWith("sick: '" + directory + "' has no folder .hydrant");
  }

  @Test
  void aMachineThatCannotBeLookedAtEndsWithOne() {
    assertThat(execute("inspect", "--proc", directory.toString())).isEqualTo(1);
    assertThat(execute("prepare", "--proc", directory.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("give the container the host's /proc");
  }

  @Test
  void aMachineWithoutInstanceStoreIsShownAndRefused() throws Exception {
    String[] none = emptyMachine();
    assertThat(execute(with("inspect", none))).isZero();
    assertThat(out.toString())
        .contains("Prepare would touch nothing, because")
        .contains("has no disk of model 'Amazon EC2 NVMe Instance Storage'");
    assertThat(execute(with("prepare", none))).isEqualTo(3);
    assertThat(err.toString())
        .contains("the disk is not touched, because")
        .contains("allow a directory with --fallback");
  }

  private static String[] with(String command, String[] options) {
    String[] all = new String[options.length + 1];
    all[0] = command;
    System.arraycopy(options, 0, all, 1, options.length);
    return all;
  }

  /// Its only mount is shared, and it has no disks.
  private String[] emptyMachine() throws Exception {
    Path proc = directory.resolve("proc");
    for (String process : new String[] {"1", "self"}) {
      Files.createDirectories(proc.resolve(process));
      Files.writeString(
          proc.resolve(process).resolve("mountinfo"),
          "22 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n");
    }
    Files.writeString(proc.resolve("swaps"), "Filename\tType\tSize\tUsed\tPriority\n");
    return new String[] {
      "--proc=" + proc,
      "--sys=" + directory.resolve("sys"),
      "--dev=" + directory.resolve("dev"),
      "--root=" + directory.resolve("models"),
    };
  }
}
