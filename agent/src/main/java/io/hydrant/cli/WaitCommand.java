package io.hydrant.cli;

import io.hydrant.config.DurationText;
import io.hydrant.config.Settings;
import io.hydrant.http.AgentUnreachableException;
import io.hydrant.http.Presence;
import io.hydrant.http.StatusClient;
import io.hydrant.transfer.Sleeper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// `hydrant wait`.
final class WaitCommand implements Command {
  private static final Pattern OBJECT = Pattern.compile("s3://([^/]+)/(.+)", Pattern.DOTALL);
  private static final String ETAG = "--etag";
  private static final String TIMEOUT = "--timeout";
  private static final String TIMEOUT_BY_DEFAULT = "10m";
  private static final Duration BETWEEN = Duration.ofMillis(200);

  private final Terminal terminal;
  private final Map<String, String> environment;
  private final InstantSource clock;
  private final Sleeper sleeper;

  WaitCommand(
      Terminal terminal, Map<String, String> environment, InstantSource clock, Sleeper sleeper) {
    this.terminal = terminal;
    this.environment = environment;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        named(
            "wait",
            "Wait until an object is on this node's disk, complete and verified.",
            "",
            "Without --etag any state of the object will do. Exit code 3 means that the time is"
                + " up, 1 that it will never be there or that no agent answers.");
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
    SettingOptions.add(spec, List.of(Settings.LOG_LEVEL));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult given) throws Exception {
    Matcher object = OBJECT.matcher(given.matchedPositionalValue(0, ""));
    if (!object.matches()) {
      throw misused(given, "The object is written s3://BUCKET/KEY");
    }
    StatusClient agent = new StatusClient(AgentUrl.of(given, environment));
    String etag = etag(given);
    Instant end = clock.instant().plus(timeout(given));
    while (true) {
      Presence presence = ask(agent, object.group(2), end);
      if (presence != null) {
        requireMirrored(presence, object.group(1));
        if (presence.isThere(etag)) {
          terminal.out().println(presence.etag());
          return ExitCode.OK;
        }
        if (!clock.instant().isBefore(end)) {
          terminal.err().println("hydrant: the time is up: " + presence.detail());
          return ExitCode.NOT_AS_IT_SHOULD_BE;
        }
      }
      sleeper.sleep(BETWEEN);
    }
  }

  /// Asks again while the agent is away, as it is when it is restarted.
  private @Nullable Presence ask(StatusClient agent, String key, Instant end) throws IOException {
    try {
      return agent.presence(key);
    } catch (AgentUnreachableException e) {
      if (clock.instant().isBefore(end)) {
        return null;
      }
      throw e;
    }
  }

  private static void requireMirrored(Presence presence, String bucket) throws IOException {
    if (!presence.bucket().equals(bucket)) {
      throw new IOException(
          "the agent mirrors the bucket '" + presence.bucket() + "', not '" + bucket + "'");
    }
    if (!presence.mirrored()) {
      throw new IOException("'" + presence.key() + "' is never on this node: " + presence.detail());
    }
  }

  /// Quotes are part of how HTTP writes it.
  private static @Nullable String etag(ParseResult given) {
    String etag = given.matchedOptionValue(ETAG, (String) null);
    return etag == null ? null : etag.replace("\"", "");
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
