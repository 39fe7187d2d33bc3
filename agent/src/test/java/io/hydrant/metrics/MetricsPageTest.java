package io.hydrant.metrics;

import io.hydrant.docs.GeneratedPage;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
  private static final String INTRODUCTION =
      """
      # Metrics

      This page is made from `Metric.java`; a test keeps it true.

      The agent answers `GET /metrics` at its `http-address` in the text format of Prometheus.
      Gauges of one answer fit together: they are read from one status.
      Each histogram and each summary that has no label comes with a gauge `…_max`, the largest value of the last minutes.

      | Metric | Type | Label | What it says |
      |---|---|---|---|
      """;

  @Test
  void thePageSaysWhatTheCatalogueSays() throws IOException {
    GeneratedPage.assertUpToDate(
        "metrics.md",
        INTRODUCTION
            + Arrays.stream(Metric.values())
                .map(MetricsPageTest::row)
                .collect(Collectors.joining()));
  }

  private static String row(Metric metric) {
    return String.format(
        "| `%s` | %s | %s | %s |%n",
        metric.exposedName(),
        metric.kind().name().toLowerCase(Locale.ROOT),
        metric.label() == null ? "" : '`' + metric.label() + '`',
        metric.description());
  }
}
