package io.hydrant.cli;

import io.hydrant.app.Logging;
import io.hydrant.config.AgentConfig;
import io.hydrant.config.ConfigException;
import io.hydrant.config.ConfigReader;
import io.hydrant.config.Setting;
import io.hydrant.config.Settings;
import io.hydrant.config.StrayVariables;
import io.hydrant.config.Theme;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// The settings as options of a command, grouped by theme.
final class SettingOptions {
  private static final Logger LOG = LoggerFactory.getLogger(SettingOptions.class);

  private SettingOptions() {}

  static void addAll(CommandSpec spec) {
    add(spec, Settings.ALL);
  }

  /// Gives a command the options of some settings, and the one that names the file.
  static void add(CommandSpec spec, List<Setting<?>> settings) {
    spec.addOption(
        OptionSpec.builder("--" + ConfigReader.FILE)
            .paramLabel("FILE")
            .type(String.class)
            .description(
                "A YAML file of settings; flags and variables beat it. "
                    + ConfigReader.FILE_VARIABLE)
            .build());
    int order = 0;
    for (Theme theme : Theme.values()) {
      List<Setting<?>> ofTheme =
          settings.stream().filter(setting -> setting.theme() == theme).toList();
      if (!ofTheme.isEmpty()) {
        ArgGroupSpec.Builder group =
            ArgGroupSpec.builder()
                .validate(false)
                .order(order++)
                .heading("%n" + theme.title() + ":%n");
        ofTheme.forEach(setting -> group.addArg(option(setting)));
        spec.addArgGroup(group.build());
      }
    }
  }

  private static OptionSpec option(Setting<?> setting) {
    OptionSpec.Builder option =
        OptionSpec.builder(setting.flag())
            .paramLabel(setting.label())
            .description(
                escape(setting.description()),
                escape(setting.variable() + ". " + fallback(setting)));
    return switch (setting.arity()) {
      case ONE -> option.type(String.class).build();
      case SWITCH -> option.type(String.class).arity("0..1").fallbackValue("true").build();
      case MANY -> option.type(List.class).auxiliaryTypes(String.class).build();
    };
  }

  private static String fallback(Setting<?> setting) {
    return setting.isRequired() ? "Required." : "Default: " + setting.defaultText() + ".";
  }

  private static String escape(String text) {
    return text.replace("%", "%%");
  }

  /// Reads settings from what a command was given and from the environment.
  static ConfigReader reader(ParseResult given, Map<String, String> environment) {
    Map<String, List<String>> flags = new HashMap<>();
    Settings.ALL.forEach(setting -> put(flags, setting.name(), given));
    put(flags, ConfigReader.FILE, given);
    return new ConfigReader(flags, environment);
  }

  /// Reads everything for a command that has the log's settings, and sets the log up.
  ///
  /// @throws ConfigException that tells all that is wrong
  static AgentConfig readAll(ParseResult given, Map<String, String> environment, Terminal terminal)
      throws ConfigException {
    AgentConfig config = reader(given, environment).read();
    Logging.configure(config.logFormat(), config.logLevel(), terminal.colorsLog());
    StrayVariables.of(environment).forEach(stray -> LOG.warn("{}", stray));
    return config;
  }

  private static void put(Map<String, List<String>> flags, String name, ParseResult given) {
    if (given.hasMatchedOption("--" + name)) {
      flags.put(name, given.matchedOption("--" + name).stringValues());
    }
  }
}
