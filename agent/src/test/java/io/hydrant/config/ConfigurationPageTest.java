package io.hydrant.config;

import io.hydrant.docs.GeneratedPage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
  private static final String INTRODUCTION =
      """
      # Configuration

      This page is made from `Settings.java`; a test keeps it true.

      Every setting can be given in three ways. The first that has it wins:

      1. a flag: `--resync-interval 5m`;
      2. an environment variable: `HYDRANT_RESYNC_INTERVAL=5m`;
      3. a line of a YAML file, which `--config FILE` or `HYDRANT_CONFIG` names: `resync-interval: 5m`.

      Everything that is wrong is reported at once, with its source, and nothing is started then.
      An empty variable counts as not set. Unknown keys of the file are errors; unknown variables are warned of, but not those that Kubernetes adds where a Service is named `hydrant…`.
      Credentials are no setting: the AWS SDK finds them (Pod Identity, instance profile, `AWS_*` variables, profile).

      - **SIZE**: a number with a unit, powers of 1024: `512MiB`, `1.5GiB`, `4096`.
      - **DURATION**: `30s`, `10m`, `1h30m`.
      - **GLOB**: matched against the whole path below the prefix. `*` and `?` stay within a folder, `**` crosses folders, `[a-z]` is one character, `{a,b}` one of several.
      - Lists: the flag can be repeated; one text is split at its commas, except within `{…}` and `[…]`; in the file they may also be YAML lists.
      """;

  @Test
  void thePageSaysWhatTheSettingsSay() throws IOException {
    GeneratedPage.assertUpToDate(
        "configuration.md",
        INTRODUCTION
            + Arrays.stream(Theme.values())
                .map(ConfigurationPageTest::section)
                .collect(Collectors.joining()));
  }

  private static String section(Theme theme) {
    List<Setting<?>> settings =
        Settings.ALL.stream().filter(setting -> setting.theme() == theme).toList();
    return "\n## "
        + theme.title()
        + "\n\n| Setting | Value | Default | What it does |\n|---|---|---|---|\n"
        + settings.stream().map(ConfigurationPageTest::row).collect(Collectors.joining());
  }

  private static String row(Setting<?> setting) {
    String value =
        switch (setting.arity()) {
          case ONE -> setting.label();
          case SWITCH -> "`true`, `false`";
          case MANY -> setting.label() + ", list";
        };
    String fallback =
        setting.fallback() == null || setting.fallback().isEmpty()
            ? setting.defaultText()
            : "`" + setting.fallback().replace(",", "`, `") + "`";
    return String.format(
        "| `%s` | %s | %s | %s |%n", setting.name(), value, fallback, setting.description());
  }
}
