package io.hydrant.cli;

import io.hydrant.app.Words;
import io.hydrant.config.ConfigException;
import io.hydrant.config.DurationText;
import io.hydrant.config.Settings;
import io.hydrant.http.AgentUnreachableException;
import io.hydrant.http.StatusClient;
import io.hydrant.node.NodeException;
import io.hydrant.transfer.Sleeper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// `hydrant wait`.
final class WaitCommand implements Command {
  private static final String ETAG = "--etag";
  private static final String TIMEOUT = "--timeout";
  private static final String TIMEOUT_BY_DEFAULT = "10m";

  private final Terminal terminal;
  private final Map<String, String> environment;
  private final FleetConnector connector;
  private final InstantSource clock;
  private final Sleeper sleeper;

  WaitCommand(
      Terminal terminal,
      Map<String, String> environment,
      FleetConnector connector,
      InstantSource clock,
      Sleeper sleeper) {
    this.terminal = terminal;
    this.environment = environment;
    this.connector = connector;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        named(
            "wait",
            "Wait until an object is on this node's disk, or on those of a cluster, complete and"
                + " verified.",
            "",
            "Without --etag any state of the object will do. Exit code 3 means that the time is"
                + " up, 1 that it will never be there or that no agent answers. What is there is"
                + " told: its ETag, with --nodes a line for each node. Standard error says what is"
                + " still missing.");
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("s3://BUCKET/KEY")
            .type(String.class)
            .index("0")
            .arity("1")
            .description("The object.")
            .build());
    spec.addOption(
        OptionSpec.builder(ETAG)
            .paramLabel("ETAG")
            .type(String.class)
            .description("The state of the object to wait for, as an upload or a HEAD tells it.")
            .build());
    spec.addOption(
        OptionSpec.builder(TIMEOUT)
            .paramLabel("DURATION")
            .type(String.class)
            .description("How long to wait. Default: " + TIMEOUT_BY_DEFAULT + ".")
            .build());
    spec.addOption(AgentUrl.option());
    FleetLookoutOptions.add(spec);
    SettingOptions.add(spec, List.of(Settings.LOG_LEVEL));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult given) throws Exception {
    Wanted wanted = wanted(given);
    Duration timeout = timeout(given);
    Instant end = clock.instant().plus(timeout);
    Waiting waiting = new Waiting(timeout, clock);
    try (Lookout lookout = lookout(given)) {
      while (true) {
        switch (look(lookout, wanted, end)) {
          case Lookout.There(List<String> lines) -> {
            lines.forEach(line -> terminal.out().println(Words.printable(line)));
            if (lines.isEmpty()) {
              terminal.err().println("hydrant: no node has an agent, so there is none to wait for");
            }
            return ExitCode.OK;
          }
          case Lookout.Missing(String detail) -> {
            if (!clock.instant().isBefore(end)) {
              terminal
                  .err()
                  .println(
                      "hydrant: %s did not come within %s: %s"
                          .formatted(
                              Words.printable(wanted.uri()), DurationText.format(timeout), detail));
              return ExitCode.NOT_AS_IT_SHOULD_BE;
            }
            waiting
                .news(Words.printable(wanted.uri()), detail)
                .ifPresent(line -> terminal.err().println("hydrant: " + line));
          }
        }
        sleeper.sleep(lookout.pause());
      }
    }
  }

  private Lookout lookout(ParseResult given) throws ConfigException, IOException {
    if (!FleetLookoutOptions.areGiven(given)) {
      return new LocalLookout(new StatusClient(AgentUrl.of(given, environment)));
    }
    if (AgentUrl.isGiven(given)) {
      throw misused(given, "--url names one agent, and --nodes many: give one of them");
    }
    return FleetLookoutOptions.read(given, connector);
  }

  /// Nobody who answers is as good as nothing there, until the time is up: agents are restarted.
  private Lookout.Sight look(Lookout lookout, Wanted wanted, Instant end) throws IOException {
    try {
      return lookout.look(wanted);
    } catch (AgentUnreachableException | NodeException e) {
      boolean passes =
          !(e instanceof NodeException failure) || failure.kind() == NodeException.Kind.UNREACHABLE;
      if (passes && clock.instant().isBefore(end)) {
        return new Lookout.Missing(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  private static Wanted wanted(ParseResult given) {
    try {
      return Wanted.parse(
          given.matchedPositionalValue(0, ""), given.matchedOptionValue(ETAG, (String) null));
    } catch (IllegalArgumentException e) {
      throw misused(given, String.valueOf(e.getMessage()));
    }
  }

  private static Duration timeout(ParseResult given) {
    try {
      return DurationText.parse(given.matchedOptionValue(TIMEOUT, TIMEOUT_BY_DEFAULT));
    } catch (IllegalArgumentException e) {
      throw misused(given, "Invalid value for option '" + TIMEOUT + "': " + e.getMessage());
    }
  }

  private static ParameterException misused(ParseResult given, String reason) {
    return new ParameterException(given.commandSpec().commandLine(), reason);
  }
}
