package io.hydrant.daemonset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Lets Prometheus' own tool evaluate the alert rules; Debian's package `prometheus` has it.
final class AlertRulesIT {
  @Test
  void promtoolFindsNothingToCorrect() {
    Command check = promtool("check", "rules", "chart/files/alerts.yaml");

    assertThat(check.exitCode()).as(check.output() + check.errors()).isZero();
  }

  @Test
  void everyAlertFiresWhenItShouldAndNotBefore() {
    Command test = promtool("test", "rules", "src/test/resources/alert-tests.yaml");

    assertThat(test.exitCode()).as(test.output() + test.errors()).isZero();
  }

  private static Command promtool(String... arguments) {
    List<String> words = new ArrayList<>(List.of("promtool"));
    words.addAll(List.of(arguments));
    try {
      return Command.run(words);
    } catch (UncheckedIOException _) {
      return abort("promtool is not installed (Debian: apt-get install prometheus)");
    }
  }
}
