package io.hydrant.cli;

import io.hydrant.app.Words;
import io.hydrant.config.Settings;
import io.hydrant.http.StatusClient;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `hydrant release-removals`.
final class ReleaseCommand implements Command {
  private final Terminal terminal;
  private final Map<String, String> environment;

  ReleaseCommand(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        named(
            "release-removals",
            "Let the removals happen that the running agent holds because they are too many.",
            "",
            "Each object is looked at once more before its model goes. If the bucket holds no"
                + " wanted model at all, nothing is removed all the same.");
    spec.addOption(AgentUrl.option());
    SettingOptions.add(spec, List.of(Settings.LOG_LEVEL));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult given) throws Exception {
    StatusClient agent = new StatusClient(AgentUrl.of(given, environment));
    int held = agent.status().heldRemovals();
    if (held == 0) {
      terminal.out().println("No removals are held.");
      return ExitCode.OK;
    }
    agent.releaseRemovals();
    terminal.out().println(Words.count(held, "removal") + " released.");
    return ExitCode.OK;
  }
}
