package io.hydrant.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.stream.DoubleStream;

/// Makes the meters of [Metric]s.
final class Meters {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT).throwExceptionOnRegistrationFailure();

  Counter counter(Metric metric) {
    return Counter.builder(name(metric)).description(metric.description()).register(registry);
  }

  void counter(Metric metric, DoubleSupplier value) {
    FunctionCounter.builder(name(metric), value, DoubleSupplier::getAsDouble)
        .description(metric.description())
        .register(registry);
  }

  void gauge(Metric metric, DoubleSupplier value) {
    gauge(metric, value, Tags.empty());
  }

  void gauge(Metric metric, DoubleSupplier value, String labelValue) {
    gauge(metric, value, tag(metric, labelValue));
  }

  private void gauge(Metric metric, DoubleSupplier value, Tags tags) {
    Gauge.builder(name(metric), value, DoubleSupplier::getAsDouble)
        .strongReference(true)
        .description(metric.description())
        .tags(tags)
        .register(registry);
  }

  Timer timer(Metric metric) {
    return timer(metric, Tags.empty());
  }

  Timer timer(Metric metric, String labelValue) {
    return timer(metric, tag(metric, labelValue));
  }

  private Timer timer(Metric metric, Tags tags) {
    return Timer.builder(name(metric))
        .description(metric.description())
        .tags(tags)
        .serviceLevelObjectives(
            metric.kind() == Metric.Kind.HISTOGRAM ? buckets() : new Duration[0])
        .register(registry);
  }

  void timer(Metric metric, LongSupplier count, LongSupplier millis, String labelValue) {
    FunctionTimer.builder(
            name(metric),
            count,
            LongSupplier::getAsLong,
            _ -> millis.getAsLong(),
            TimeUnit.MILLISECONDS)
        .description(metric.description())
        .tags(tag(metric, labelValue))
        .register(registry);
  }

  /// Everything in the text format of Prometheus.
  String scrape() {
    return registry.scrape();
  }

  /// Micrometer separates words by dots, and knows an info metric only by its last word.
  private static String name(Metric metric) {
    return metric.exposedName().replace('_', '.');
  }

  private static Tags tag(Metric metric, String value) {
    return Tags.of(Objects.requireNonNull(metric.label(), metric.name()), value);
  }

  /// From a small file to the largest model over a slow network.
  private static Duration[] buckets() {
    return DoubleStream.of(
            0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800)
        .mapToObj(seconds -> Duration.ofMillis(Math.round(seconds * 1000)))
        .toArray(Duration[]::new);
  }
}
