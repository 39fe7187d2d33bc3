package io.hydrant.cli;

import io.hydrant.config.AgentConfig;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `hydrant run`.
final class RunCommand implements Command {
  private final AgentEntry agent;
  private final Terminal terminal;
  private final Map<String, String> environment;

  RunCommand(AgentEntry agent, Terminal terminal, Map<String, String> environment) {
    this.agent = agent;
    this.terminal = terminal;
    this.environment = environment;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        named(
            "run",
            "Keep the disk in step with the bucket, until stopped.",
            "",
            "Every setting is a flag, a variable or a line of the file. Flags of lists can be"
                + " repeated, and a text is split at its commas. Log lines go to standard error.");
    SettingOptions.addAll(spec);
    return spec;
  }

  @Override
  public ExitCode run(ParseResult given) throws Exception {
    AgentConfig config = SettingOptions.readAll(given, environment, terminal);
    agent.run(config);
    return ExitCode.OK;
  }
}
