package io.hydrant.cli;

import io.hydrant.disk.DiskSettings;
import io.hydrant.disk.Health;
import io.hydrant.disk.NodeDisk;
import io.hydrant.disk.Objection;
import io.hydrant.disk.Prepared;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `hydrant disk prepare`.
final class DiskPrepareCommand implements DiskTask {
  private final PrintWriter out;
  private final PrintWriter err;
  private final Map<String, String> environment;

  DiskPrepareCommand(PrintWriter out, PrintWriter err, Map<String, String> environment) {
    this.out = out;
    this.err = err;
    this.environment = environment;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        DiskCommand.named(
            this,
            "prepare",
            "Make the instance store of this node the mounted file system of the models.",
            "",
            "It can be run at any time and again: what is done already is kept. A disk that holds"
                + " anything but what Hydrant made is never written, and nothing can force it.");
    for (DiskOption option : DiskOption.values()) {
      spec.addOption(option.spec());
    }
    spec.usageMessage()
        .exitCodeList(
            new TreeMap<>(
                Map.of(
                    "0", "mounted, with its folders, and working",
                    "1", "a tool or the disk failed; running it again goes on from there",
                    "2", "the command line is wrong",
                    "3", "refused for the reasons shown; nothing was touched")));
    return spec;
  }

  @Override
  public int run(ParseResult given) throws IOException {
    DiskSettings settings = DiskOption.settings(given, environment);
    return switch (NodeDisk.of(settings).prepare()) {
      case Prepared.Ready(Path root, String why, Health.Healthy health) -> {
        out.println(
            root + " is ready (" + why + "): " + health.free() + " of " + health.size() + " free");
        out.flush();
        yield DiskExit.OK;
      }
      case Prepared.Refused(List<Objection> objections) -> {
        err.println("hydrant: the disk is not touched, because");
        objections.forEach(objection -> err.println("  " + objection));
        err.flush();
        yield DiskExit.NO;
      }
    };
  }
}
