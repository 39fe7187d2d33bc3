package io.hydrant.config;

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
    Lookup lookup = lookup();
    Settings.ALL.forEach(lookup::read);
    Combinations combinations = new Combinations(lookup, environment);
    combinations.requireNodeName();
    AgentConfig.OwnQueue ownQueue = combinations.ownQueue();
    if (lookup.hasProblems()) {
      // What is missing may have been given under a wrong name.
      StrayVariables.of(environment).forEach(lookup::add);
    }
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
    Lookup lookup = lookup();
    lookup.read(setting);
    lookup.throwProblems();
    return lookup.get(setting);
  }

  /// Reads one setting, for commands that need no more; null when it is not set.
  ///
  /// @throws ConfigException when it, or the file, is wrong
  public <T> @Nullable T find(Setting<T> setting) throws ConfigException {
    Lookup lookup = lookup();
    lookup.read(setting);
    lookup.throwProblems();
    return lookup.find(setting);
  }

  private Lookup lookup() {
    return new Lookup(new Sources(flags, environment));
  }
}
