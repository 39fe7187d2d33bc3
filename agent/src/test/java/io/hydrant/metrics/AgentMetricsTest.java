package io.hydrant.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.catalog.SkipReason;
import io.hydrant.catalog.Skipped;
import io.hydrant.plan.Plan;
import io.hydrant.plan.Plan.Fetch;
import io.hydrant.plan.Plan.FetchReason;
import io.hydrant.progress.SyncEvent;
import io.hydrant.status.StatusTracker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AgentMetricsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  private static final ModelFile MODEL =
      new ModelFile(
          new ModelPath("loras/a.safetensors"),
          RemoteObject.of(
              new ObjectKey("loras/a.safetensors"), new ByteSize(1000), new ETag("e1"), NOW),
          0);
  private static final Plan PLAN =
      new Plan(
          List.of(),
          null,
          List.of(new Fetch(MODEL, FetchReason.MISSING)),
          List.of(),
          List.of(
              new Skipped(new ObjectKey("big"), new ByteSize(9), SkipReason.NO_SPACE, "too big")));

  private final StatusTracker tracker =
      new StatusTracker("1.2.3", "models", InstantSource.fixed(NOW));
  private final AgentMetrics metrics =
      new AgentMetrics(
          "1.2.3",
          tracker::status,
          () -> false,
          new DiskGauges(() -> new ByteSize(4096), () -> ByteSize.ZERO),
          InstantSource.fixed(NOW));

  @Test
  void exactlyTheMetricsOfTheCatalogueAreExposed() {
    Map<String, String> expected = new TreeMap<>();
    for (Metric metric : Metric.values()) {
      expected.put(metric.exposedName(), metric.kind().name().toLowerCase(Locale.ROOT));
    }
    Map<String, String> exposed = new TreeMap<>();
    Matcher types = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$").matcher(metrics.scrape());
    while (types.find()) {
      if (!types.group(1).endsWith("_max")) {
        exposed.put(types.group(1), types.group(2));
      }
    }
    assertThat(exposed).isEqualTo(expected);
  }

  @Test
  void everyMetricHasItsDescriptionAsHelp() {
    String scrape = metrics.scrape();
    assertThat(Arrays.stream(Metric.values()))
        .allSatisfy(metric ->
            assertThat(scrape)
                .contains("# HELP " + metric.exposedName() + " " + metric.description()));
  }

  @Test
  void whatHappensIsCounted() {
    tell(
        new SyncEvent.ListingDone(12, Duration.ofSeconds(3)),
        new SyncEvent.ListingFailed("no answer", Duration.ofSeconds(1)),
        new SyncEvent.EventsReceived(3),
        new SyncEvent.QueueFailed("no answer", Duration.ofSeconds(1)),
        new SyncEvent.LookFailed("a", "no answer", Duration.ofSeconds(1)),
        new SyncEvent.PlanFailed("no disk", Duration.ofSeconds(1)),
        new SyncEvent.FetchProgressed(MODEL.path(), 600),
        new SyncEvent.FetchRetried(MODEL, 1, Duration.ZERO, "reset"),
        new SyncEvent.FetchProgressed(MODEL.path(), 1000),
        new SyncEvent.Published(MODEL, Duration.ofSeconds(7), NOW.minusSeconds(20)),
        new SyncEvent.Published(MODEL, Duration.ofMillis(200), null),
        new SyncEvent.PublishedUnverified(MODEL),
        new SyncEvent.FetchFailed(MODEL, "denied"),
        new SyncEvent.Removed(MODEL.path(), MODEL.size(), null),
        new SyncEvent.RemovalFailed(MODEL.path(), "read-only"));
    metrics.malformedEvent();

    assertThat(metrics.scrape().lines())
        .contains(
            "hydrant_listing_duration_seconds_count 1",
            "hydrant_listing_duration_seconds_sum 3.0",
            "hydrant_listing_failures_total 1.0",
            "hydrant_events_received_total 3.0",
            "hydrant_events_malformed_total 1.0",
            "hydrant_queue_failures_total 1.0",
            "hydrant_look_failures_total 1.0",
            "hydrant_plan_failures_total 1.0",
            "hydrant_fetched_bytes_total 1600.0",
            "hydrant_fetch_retries_total 1.0",
            "hydrant_fetch_failures_total 1.0",
            "hydrant_published_models_total 2.0",
            "hydrant_unverified_models_total 1.0",
            "hydrant_fetch_duration_seconds_bucket{le=\"5.0\"} 1",
            "hydrant_fetch_duration_seconds_bucket{le=\"10.0\"} 2",
            "hydrant_fetch_duration_seconds_count 2",
            "hydrant_event_to_visible_seconds_bucket{le=\"10.0\"} 0",
            "hydrant_event_to_visible_seconds_bucket{le=\"30.0\"} 1",
            "hydrant_event_to_visible_seconds_count 1",
            "hydrant_removed_models_total 1.0",
            "hydrant_removal_failures_total 1.0");
  }

  @Test
  void theGaugesAreThoseOfTheStatus() {
    tracker.on(new SyncEvent.ListingDone(1, Duration.ZERO));
    tracker.on(new SyncEvent.Planned(PLAN, true));
    assertThat(metrics.scrape().lines())
        .contains(
            "hydrant_ready 0.0",
            "hydrant_models_wanted 1.0",
            "hydrant_models_wanted_bytes 1000.0",
            "hydrant_models_present 0.0",
            "hydrant_models_present_bytes 0.0",
            "hydrant_skipped_objects{reason=\"no_space\"} 1.0",
            "hydrant_skipped_objects{reason=\"archived\"} 0.0",
            "hydrant_removals_held 0.0",
            "hydrant_last_listing_timestamp_seconds " + NOW.getEpochSecond() / 1e9 + "E9",
            "hydrant_last_agreement_timestamp_seconds 0.0",
            "hydrant_disk_available_bytes 4096.0",
            "hydrant_build_info{version=\"1.2.3\"} 1");

    tracker.on(new SyncEvent.Published(MODEL, Duration.ZERO, null));
    tracker.on(new SyncEvent.Hydrated(1, MODEL.size()));
    tracker.on(new SyncEvent.InSync(1, MODEL.size()));
    assertThat(metrics.scrape().lines())
        .contains(
            "hydrant_ready 1.0",
            "hydrant_models_present 1.0",
            "hydrant_models_present_bytes 1000.0",
            "hydrant_last_agreement_timestamp_seconds " + NOW.getEpochSecond() / 1e9 + "E9");
  }

  @Test
  void aDiskThatCannotBeAskedIsNoNumber() {
    AgentMetrics blind =
        new AgentMetrics(
            "1.2.3",
            tracker::status,
            () -> false,
            new DiskGauges(
                () -> {
                  throw new IOException("gone");
                },
                () -> ByteSize.ZERO),
            InstantSource.fixed(NOW));
    assertThat(blind.scrape().lines()).contains("hydrant_disk_available_bytes NaN");
  }

  @Test
  void anEventOfAClockThatIsAheadCountsAsVisibleAtOnce() {
    metrics.on(new SyncEvent.Published(MODEL, Duration.ZERO, NOW.plusSeconds(5)));
    assertThat(metrics.scrape().lines())
        .contains(
            "hydrant_event_to_visible_seconds_bucket{le=\"0.1\"} 1",
            "hydrant_event_to_visible_seconds_sum 0.0");
  }

  @Test
  void theProcessTellsWhatItTakes() {
    Matcher resident =
        Pattern.compile("(?m)^process_resident_memory_bytes (\\S+)$").matcher(metrics.scrape());
    assertThat(resident.find()).isTrue();
    assertThat(Double.parseDouble(resident.group(1))).isGreaterThan(10e6);
  }

  @Test
  void aHydrationThatTakesTooLongIsTold() {
    AgentMetrics late =
        new AgentMetrics(
            "1.2.3",
            tracker::status,
            () -> true,
            new DiskGauges(() -> new ByteSize(4096), () -> ByteSize.ZERO),
            InstantSource.fixed(NOW));

    assertThat(metrics.scrape()).contains("\nhydrant_hydration_overdue 0.0\n");
    assertThat(late.scrape()).contains("\nhydrant_hydration_overdue 1.0\n");
  }

  @Test
  void residentMemoryIsReadFromTheProcessStatus() {
    assertThat(
            ProcessMetrics.residentBytes(
                List.of("Name:\tjava", "VmRSS:\t    2048 kB", "Threads: 9")))
        .isEqualTo(2048 * 1024);
    assertThat(ProcessMetrics.residentBytes(List.of("Name:\tjava"))).isNaN();
  }

  private void tell(SyncEvent... events) {
    Arrays.stream(events).forEach(metrics::on);
  }
}
