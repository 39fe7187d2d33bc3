package io.hydrant.status;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.Samples;
import io.hydrant.catalog.SkipReason;
import io.hydrant.catalog.Skipped;
import io.hydrant.plan.Plan;
import io.hydrant.plan.Plan.Fetch;
import io.hydrant.plan.Plan.FetchReason;
import io.hydrant.plan.Plan.Removal;
import io.hydrant.progress.SyncEvent;
import io.hydrant.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// A tracker, and the events that it hears.
abstract class StatusTrackerFixture {
  static final ModelFile A = Samples.file("loras/a", 60);
  static final ModelFile B = Samples.file("loras/b", 40);
  static final Duration SOON = Duration.ofSeconds(1);

  final ManualClock clock = new ManualClock();
  final StatusTracker tracker = new StatusTracker("1.2.3", "models", clock);

  void tell(SyncEvent... events) {
    Stream.of(events).forEach(tracker::on);
  }

  AgentStatus status() {
    return tracker.status();
  }

  static SyncEvent listed() {
    return new SyncEvent.ListingDone(2, SOON);
  }

  static SyncEvent planned(boolean full, List<ModelFile> fetches, List<ModelFile> kept) {
    return new SyncEvent.Planned(plan(fetches, kept, List.of(), List.of()), full);
  }

  static Plan plan(
      List<ModelFile> fetches,
      List<ModelFile> kept,
      List<ModelFile> removals,
      List<Skipped> skipped) {
    return new Plan(
        removals(removals),
        null,
        fetches.stream().map(file -> new Fetch(file, FetchReason.MISSING)).toList(),
        kept,
        skipped);
  }

  static List<Removal> removals(List<ModelFile> files) {
    return files.stream()
        .map(file -> new Removal(file.path(), Samples.record(file.object()), "gone"))
        .toList();
  }

  static SyncEvent published(ModelFile file) {
    return new SyncEvent.Published(file, SOON, null);
  }

  static Skipped skipped(String key, SkipReason reason) {
    return new Skipped(new ObjectKey(key), new ByteSize(5), reason, "because");
  }

  void hydrate() {
    tell(
        listed(),
        planned(true, List.of(), List.of(A, B)),
        new SyncEvent.Hydrated(2, new ByteSize(100)));
  }
}
