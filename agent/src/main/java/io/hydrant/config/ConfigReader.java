package io.hydrant.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks settings up in flags, then in `HYDRANT_*` variables, then in the YAML file that the flag
/// `--config` or the variable `HYDRANT_CONFIG` names.
///
/// An empty variable and a null in the file are as good as none: templates make such. A variable of
/// an unknown name is no error, because Kubernetes adds `HYDRANT_…` variables of its own where a
/// Service is named so; [StrayVariables] tells the rest.
public final class ConfigReader {
  /// The name of the flag, and in capitals of the variable, that names the YAML file.
  public static final String FILE = "config";

  /// The variable that names the YAML file.
  public static final String FILE_VARIABLE = "HYDRANT_CONFIG";

  /// Of the AWS SDKs and command lines, asked last.
  private static final Map<String, String> VARIABLES_OF_AWS =
      Map.of(Settings.CA_BUNDLE.name(), "AWS_CA_BUNDLE");

  /// That of SQS.
  private static final int LONGEST_QUEUE_NAME = 80;

  /// That of EC2: `i-` and 17 digits.
  private static final int LENGTH_OF_INSTANCE_ID = 19;

  private final Map<String, List<String>> flags;
  private final Map<String, String> environment;

  /// @param flags what was given on the command line, by the settings' names without dashes
  public ConfigReader(Map<String, List<String>> flags, Map<String, String> environment) {
    this.flags = Map.copyOf(flags);
    this.environment = Map.copyOf(environment);
  }

  /// Reads everything.
  ///
  /// @throws ConfigException that tells all that is wrong
  public AgentConfig read() throws ConfigException {
    Lookup lookup = new Lookup();
    Settings.ALL.forEach(lookup::read);
    lookup.requireNodeName();
    AgentConfig.OwnQueue ownQueue = lookup.ownQueue();
    lookup.mentionStrays();
    lookup.throwProblems();
    Boolean pathStyle = lookup.find(Settings.S3_PATH_STYLE);
    return new AgentConfig(
        lookup.get(Settings.BUCKET),
        lookup.get(Settings.PREFIX),
        lookup.find(Settings.REGION),
        lookup.find(Settings.QUEUE_URL),
        ownQueue,
        lookup.find(Settings.S3_ENDPOINT_URL),
        lookup.find(Settings.SQS_ENDPOINT_URL),
        lookup.find(Settings.SNS_ENDPOINT_URL),
        lookup.find(Settings.CA_BUNDLE),
        pathStyle == null ? lookup.find(Settings.S3_ENDPOINT_URL) != null : pathStyle,
        lookup.get(Settings.INCLUDE),
        lookup.get(Settings.EXCLUDE),
        lookup.get(Settings.PRIORITY),
        lookup.get(Settings.ROOT),
        lookup.get(Settings.CATEGORY),
        lookup.get(Settings.RESERVE),
        lookup.get(Settings.DISK_CHECK_INTERVAL),
        lookup.get(Settings.REPLACE_FOREIGN),
        new TransferConfig(
            lookup.get(Settings.ENGINE),
            lookup.find(Settings.CONCURRENCY),
            lookup.find(Settings.TARGET_THROUGHPUT),
            lookup.find(Settings.MEMORY_LIMIT),
            lookup.find(Settings.RATE_LIMIT)),
        lookup.get(Settings.RESYNC_INTERVAL),
        lookup.get(Settings.MAX_DELETE_SHARE),
        lookup.get(Settings.MAX_DELETE_COUNT),
        lookup.get(Settings.DELETE_GRACE),
        lookup.get(Settings.COMFYUI_URL),
        new KubernetesConfig(
            lookup.get(Settings.CRITICAL),
            lookup.get(Settings.KUBERNETES),
            lookup.find(Settings.NODE_NAME),
            lookup.get(Settings.STARTUP_TAINT),
            lookup.get(Settings.CONDITION_ONLY),
            lookup.get(Settings.HYDRATION_DEADLINE),
            lookup.get(Settings.DEADLINE_ACTION)),
        lookup.get(Settings.HTTP_ADDRESS),
        lookup.get(Settings.LOG_FORMAT),
        lookup.get(Settings.LOG_LEVEL));
  }

  /// Reads one setting that has a default, for commands that need no more.
  ///
  /// @throws ConfigException when it, or the file, is wrong
  public <T> T read(Setting<T> setting) throws ConfigException {
    Lookup lookup = new Lookup();
    lookup.read(setting);
    lookup.throwProblems();
    return lookup.get(setting);
  }

  /// Reads one setting, for commands that need no more; null when it is not set.
  ///
  /// @throws ConfigException when it, or the file, is wrong
  public <T> @Nullable T find(Setting<T> setting) throws ConfigException {
    Lookup lookup = new Lookup();
    lookup.read(setting);
    lookup.throwProblems();
    return lookup.find(setting);
  }

  private @Nullable String fileName() {
    List<String> flag = flags.get(FILE);
    if (flag != null) {
      return flag.getFirst();
    }
    String variable = environment.get(FILE_VARIABLE);
    return variable == null || variable.isEmpty() ? null : variable;
  }

  /// One reading of the three sources.
  private final class Lookup {
    private final Map<String, Given> file = new HashMap<>();
    private final Map<Setting<?>, Object> values = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private boolean fileIsKnown = true;

    Lookup() {
      String name = fileName();
      if (name == null) {
        return;
      }
      try {
        YamlFile yaml = YamlFile.read(Path.of(name));
        file.putAll(yaml.given());
        problems.addAll(yaml.problems());
        fileIsKnown = yaml.isComplete();
      } catch (InvalidPathException e) {
        problems.add(new Problem("--" + FILE, "'" + name + "' is not a path"));
        fileIsKnown = false;
      }
    }

    /// Reads a setting and notes what is wrong with it. That a required one is missing is only said
    /// when it cannot be in a part of the file that was not read.
    <T> void read(Setting<T> setting) {
      Given given = given(setting);
      if (given == null) {
        if (setting.isRequired() && fileIsKnown) {
          problems.add(missing(setting));
        }
        return;
      }
      try {
        values.put(setting, setting.reader().apply(texts(setting, given)));
      } catch (IllegalArgumentException e) {
        problems.add(new Problem(given.where(), String.valueOf(e.getMessage())));
      }
    }

    void requireNodeName() {
      if (find(Settings.KUBERNETES) == KubernetesMode.ON && find(Settings.NODE_NAME) == null) {
        problems.add(
            new Problem(
                Settings.NODE_NAME.name(),
                "it is not set, and kubernetes is 'on': give the agent's pod the name of its node"
                    + " through the downward API, as "
                    + Settings.NODE_NAME.variable()
                    + " (fieldPath: spec.nodeName)"));
      }
    }

    /// Whether the agent can look its instance id up in its Node.
    private boolean hasNode() {
      KubernetesMode mode = find(Settings.KUBERNETES);
      String node = find(Settings.NODE_NAME);
      return mode != null && node != null && mode.isOn(node, environment);
    }

    /// The settings of the own queue, which only make sense together.
    AgentConfig.@Nullable OwnQueue ownQueue() {
      String topicArn = find(Settings.TOPIC_ARN);
      String cluster = find(Settings.CLUSTER);
      String instanceId = find(Settings.INSTANCE_ID);
      String prefix = find(Settings.QUEUE_PREFIX);
      if (topicArn == null) {
        return null;
      }
      if (cluster == null) {
        problems.add(missing(Settings.CLUSTER));
      }
      if (instanceId == null && !hasNode()) {
        problems.add(missing(Settings.INSTANCE_ID));
      }
      if (cluster == null || prefix == null) {
        return null;
      }
      int idLength = instanceId == null ? LENGTH_OF_INSTANCE_ID : instanceId.length();
      int length = prefix.length() + cluster.length() + idLength + 2;
      if (length > LONGEST_QUEUE_NAME) {
        problems.add(
            new Problem(
                Settings.CLUSTER.name(),
                String.format(
                    "the queue %s-%s-%s would have a name of %d characters, and %d are the most:"
                        + " shorten cluster or queue-prefix",
                    prefix,
                    cluster,
                    instanceId == null ? "i-…" : instanceId,
                    length,
                    LONGEST_QUEUE_NAME)));
      }
      return new AgentConfig.OwnQueue(topicArn, cluster, instanceId, prefix);
    }

    /// What is missing may have been given under a wrong name.
    void mentionStrays() {
      if (!problems.isEmpty()) {
        problems.addAll(StrayVariables.of(environment));
      }
    }

    void throwProblems() throws ConfigException {
      if (!problems.isEmpty()) {
        throw new ConfigException(problems);
      }
    }

    <T> T get(Setting<T> setting) {
      T value = find(setting);
      if (value == null) {
        throw new IllegalStateException(setting.name() + " has no default");
      }
      return value;
    }

    // What is stored under a setting was made by its reader.
    @SuppressWarnings("unchecked")
    <T> @Nullable T find(Setting<T> setting) {
      return (T) values.get(setting);
    }

    private @Nullable Given given(Setting<?> setting) {
      List<String> flag = flags.get(setting.name());
      if (flag != null) {
        return new Given(setting.flag(), flag);
      }
      Given variable = variable(setting.variable());
      if (variable != null) {
        return variable;
      }
      Given inFile = file.get(setting.name());
      if (inFile != null) {
        return inFile;
      }
      String ofAws = VARIABLES_OF_AWS.get(setting.name());
      if (ofAws != null) {
        return variable(ofAws);
      }
      return setting.fallback() == null ? null : new Given("default", List.of(setting.fallback()));
    }

    private @Nullable Given variable(String name) {
      String value = environment.get(name);
      return value == null || value.isEmpty() ? null : new Given(name, List.of(value));
    }

    private static Problem missing(Setting<?> setting) {
      return new Problem(
          setting.name(),
          String.format(
              "it is not set: give %1$s %2$s, or set %3$s, or write '%4$s: %2$s' into the file that"
                  + " --config names",
              setting.flag(), setting.label(), setting.variable(), setting.name()));
    }

    private List<String> texts(Setting<?> setting, Given given) {
      return switch (setting.arity()) {
        case MANY -> given.texts().stream().flatMap(text -> Parsers.split(text).stream()).toList();
        case ONE, SWITCH -> {
          if (given.texts().size() != 1) {
            throw new IllegalArgumentException("expected one value, not a list");
          }
          yield given.texts();
        }
      };
    }
  }
}
