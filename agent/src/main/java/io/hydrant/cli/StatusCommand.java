package io.hydrant.cli;

import io.hydrant.config.Settings;
import io.hydrant.http.AgentUnreachableException;
import io.hydrant.http.StatusClient;
import io.hydrant.http.StatusJson;
import io.hydrant.status.AgentStatus;
import io.hydrant.transfer.Sleeper;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// `hydrant status`.
final class StatusCommand implements Command {
  private static final String WATCH = "--watch";
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private final Terminal terminal;
  private final Map<String, String> environment;
  private final InstantSource clock;
  private final Sleeper sleeper;

  StatusCommand(
      Terminal terminal, Map<String, String> environment, InstantSource clock, Sleeper sleeper) {
    this.terminal = terminal;
    this.environment = environment;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = named("status", "Ask the running agent how it is doing.");
    spec.addOption(Output.option());
    spec.addOption(
        OptionSpec.builder("-w", WATCH)
            .description("Ask again every second, until stopped.")
            .build());
    spec.addOption(AgentUrl.option());
    SettingOptions.add(spec, List.of(Settings.LOG_LEVEL));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult given) throws Exception {
    StatusClient agent = new StatusClient(AgentUrl.of(given, environment));
    Output output = Output.of(given);
    if (given.hasMatchedOption(WATCH)) {
      watch(agent, output);
      return ExitCode.OK;
    }
    AgentStatus status = agent.status();
    print(text(status, output));
    return status.ready() ? ExitCode.OK : ExitCode.NOT_AS_IT_SHOULD_BE;
  }

  /// Goes on while the agent is away: it may be restarting.
  private void watch(StatusClient agent, Output output) throws IOException, InterruptedException {
    boolean rewrites = terminal.outIsLive() && output == Output.TABLE;
    while (true) {
      String text;
      try {
        text = text(agent.status(), output);
      } catch (AgentUnreachableException e) {
        text = output == Output.TABLE ? e.getMessage() + "\n" : "";
      }
      print(rewrites ? Screen.over(text) : text);
      sleeper.sleep(BETWEEN);
    }
  }

  private String text(AgentStatus status, Output output) {
    return switch (output) {
      case TABLE -> StatusTable.of(status, clock.instant(), terminal.outStyle());
      case JSON -> StatusJson.write(status) + "\n";
    };
  }

  private void print(String text) {
    terminal.out().print(text);
    terminal.out().flush();
  }
}
