package io.hydrant.cli;

import io.hydrant.catalog.ByteSize;
import io.hydrant.disk.DiskSettings;
import io.hydrant.disk.Health;
import io.hydrant.disk.NodeDisk;
import io.hydrant.disk.Objection;
import io.hydrant.disk.Prepared;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `hydrant disk prepare`.
final class DiskPrepareCommand implements Command {
  private final Terminal terminal;
  private final Map<String, String> environment;

  DiskPrepareCommand(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        named(
            "prepare",
            "Make this node's instance store the mounted file system of the models.",
            "",
            "It can be run at any time and again: what is done already is kept. A disk that holds"
                + " anything but what Hydrant made is never written, and nothing can force it.");
    DiskOption.addAll(spec);
    spec.usageMessage()
        .exitCodeList(
            new TreeMap<>(
                Map.of(
                    "0", "mounted, with its folders, and working",
                    "1", "a tool or the disk failed; running it again goes on from there",
                    "2", "the command line or the configuration is wrong",
                    "3", "refused, for the reasons that standard error tells")));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult given) throws Exception {
    DiskSettings settings = DiskOption.settings(given, environment);
    DiskOption.configureLog(given, environment, terminal);
    return switch (NodeDisk.of(settings).prepare()) {
      case Prepared.Ready(Path root, Health.Healthy(ByteSize free, ByteSize size)) -> {
        terminal.out().println("'" + root + "' is ready: " + free + " of " + size + " free");
        yield ExitCode.OK;
      }
      case Prepared.Refused(List<Objection> objections) -> {
        terminal.err().print("hydrant: refused, because\n");
        terminal.err().print(DiskTable.of(objections));
        terminal.err().flush();
        yield ExitCode.NOT_AS_IT_SHOULD_BE;
      }
    };
  }
}
