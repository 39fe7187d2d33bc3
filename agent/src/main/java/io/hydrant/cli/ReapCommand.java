package io.hydrant.cli;

import io.hydrant.app.Words;
import io.hydrant.config.ConfigException;
import io.hydrant.config.Setting;
import io.hydrant.config.Settings;
import io.hydrant.node.Fleet;
import io.hydrant.queue.NodeList;
import io.hydrant.queue.QueueReaper;
import io.hydrant.queue.QueueSettings;
import io.hydrant.queue.Topic;
import io.hydrant.queue.Verdict;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/// `hydrant queue reap`.
final class ReapCommand implements Command {
  private static final String NODES = "--nodes";
  private static final String DRY_RUN = "--dry-run";
  private static final String MOST = "--max-removals";
  private static final int MOST_BY_DEFAULT = 10;

  private final Terminal terminal;
  private final Map<String, String> environment;
  private final Supplier<AwsCredentialsProvider> credentials;
  private final FleetConnector connector;

  ReapCommand(
      Terminal terminal,
      Map<String, String> environment,
      Supplier<AwsCredentialsProvider> credentials,
      FleetConnector connector) {
    this.terminal = terminal;
    this.environment = environment;
    this.credentials = credentials;
    this.connector = connector;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        named(
            "reap",
            "Remove the queues and subscriptions of nodes that no longer exist.",
            "",
            "A queue goes only if its name and tags are of this cluster, its node is not in the"
                + " list, its last heartbeat is more than 30 minutes old, and an earlier run, at"
                + " least 5 minutes ago, saw all that too. Nothing is changed unless"
                + " --dry-run=false is given.");
    spec.addOption(
        OptionSpec.builder(NODES)
            .paramLabel("FILE")
            .type(String.class)
            .description(
                "The instance ids of all nodes, one a line; - is standard input. A provider id such"
                    + " as aws:///eu-west-1a/i-0abc is taken too. Default: the nodes of the"
                    + " Kubernetes cluster, which takes the right to list them.")
            .build());
    spec.addOption(FleetConnector.option());
    spec.addOption(
        OptionSpec.builder(DRY_RUN)
            .paramLabel("BOOL")
            .arity("0..1")
            .type(Boolean.class)
            .defaultValue("true")
            .fallbackValue("true")
            .description("Only say what would be done. Default: true.")
            .build());
    spec.addOption(
        OptionSpec.builder(MOST)
            .paramLabel("N")
            .type(Integer.class)
            .description("How many queues one run removes. Default: " + MOST_BY_DEFAULT + ".")
            .build());
    SettingOptions.add(
        spec,
        List.of(
            Settings.TOPIC_ARN,
            Settings.CLUSTER,
            Settings.QUEUE_PREFIX,
            Settings.SQS_ENDPOINT_URL,
            Settings.SNS_ENDPOINT_URL,
            Settings.CA_BUNDLE,
            Settings.LOG_LEVEL));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult given) throws Exception {
    QueueSettings settings = settings(given);
    if (given.hasMatchedOption(NODES)) {
      return reap(given, settings, new NodeFile(given.matchedOptionValue(NODES, "-")));
    }
    try (Fleet fleet = connector.connect(given)) {
      return reap(given, settings, new NodesOfCluster(fleet));
    }
  }

  private ExitCode reap(ParseResult given, QueueSettings settings, NodeList nodes)
      throws IOException {
    boolean dry = given.matchedOptionValue(DRY_RUN, true);
    QueueReaper reaper =
        new QueueReaper(
            settings,
            given.matchedOptionValue(MOST, MOST_BY_DEFAULT),
            nodes,
            credentials.get(),
            InstantSource.system());
    terminal.out().print(text(reaper.run(dry), dry));
    terminal.out().flush();
    return ExitCode.OK;
  }

  private QueueSettings settings(ParseResult given) throws ConfigException {
    return new QueueSettings(
        Topic.parse(required(Settings.TOPIC_ARN, given)),
        required(Settings.QUEUE_PREFIX, given),
        required(Settings.CLUSTER, given),
        find(Settings.SQS_ENDPOINT_URL, given),
        find(Settings.SNS_ENDPOINT_URL, given),
        find(Settings.CA_BUNDLE, given));
  }

  private <T> @Nullable T find(Setting<T> setting, ParseResult given) throws ConfigException {
    return SettingOptions.reader(given, environment).find(setting);
  }

  private String required(Setting<String> setting, ParseResult given) throws ConfigException {
    String value = SettingOptions.reader(given, environment).find(setting);
    if (value == null) {
      throw new ParameterException(
          given.commandSpec().commandLine(),
          setting.name()
              + " is not set: give "
              + setting.flag()
              + " "
              + setting.label()
              + ", or set "
              + setting.variable());
    }
    return value;
  }

  private static String text(QueueReaper.Report report, boolean dry) {
    Page page = new Page();
    int removed = 0;
    for (Verdict verdict : report.queues()) {
      page.name(String.format("%-7s ", word(verdict)), verdict.queue());
      page.prose(8, verdict.reason());
      removed += verdict instanceof Verdict.Remove ? 1 : 0;
    }
    for (String queue : report.subscriptions()) {
      page.name("unsub   ", queue);
      page.prose(8, "a subscription without a queue, of a node that is not there");
    }
    return page.line(
            Words.count(report.queues().size(), "queue")
                + " found, "
                + removed
                + (dry ? " would be removed (dry run)" : " removed"))
        .toString();
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Keep _ -> "keep";
      case Verdict.Note _ -> "note";
      case Verdict.Clear _ -> "clear";
      case Verdict.Remove _ -> "remove";
    };
  }
}
