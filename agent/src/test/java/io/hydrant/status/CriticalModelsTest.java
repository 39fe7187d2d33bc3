package io.hydrant.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.Glob;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.catalog.Selection;
import io.hydrant.catalog.SkipReason;
import io.hydrant.catalog.Skipped;
import io.hydrant.plan.Plan;
import io.hydrant.progress.SyncEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CriticalModelsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final StatusTracker tracker = trackerFor("checkpoints/**", "vae/ae.safetensors");

  @Test
  void withoutPatternsOnlyTheWholeHydrationMakesReady() {
    StatusTracker everything = trackerFor();
    everything.on(planned(kept("vae/ae.safetensors"), fetch("loras/a.safetensors")));
    everything.on(published("loras/a.safetensors"));
    assertThat(everything.status().ready()).isFalse();

    everything.on(new SyncEvent.Hydrated(2, new ByteSize(20)));

    assertThat(everything.status().ready()).isTrue();
    assertThat(everything.status().phase()).isEqualTo(Phase.READY);
  }

  @Test
  void readyOnceTheLastCriticalModelIsPublishedWhileOthersAreOnTheirWay() {
    tracker.on(new SyncEvent.ListingDone(3, Duration.ofSeconds(1)));
    tracker.on(
        planned(
            kept("vae/ae.safetensors"),
            fetch("checkpoints/flux.safetensors"),
            fetch("loras/a.safetensors")));
    assertThat(tracker.status().ready()).isFalse();

    tracker.on(published("checkpoints/flux.safetensors"));

    assertThat(tracker.status().ready()).isTrue();
    assertThat(tracker.status().phase()).isEqualTo(Phase.HYDRATING);
  }

  @Test
  void aVersionThatIsNoLongerAwaitedDoesNotCount() {
    tracker.on(planned(kept("vae/ae.safetensors"), fetch("checkpoints/flux.safetensors")));
    ModelFile newer = file("checkpoints/flux.safetensors", "newer");
    tracker.on(partlyPlanned(new Plan.Fetch(newer, Plan.FetchReason.CHANGED)));

    tracker.on(published("checkpoints/flux.safetensors"));
    assertThat(tracker.status().ready()).isFalse();
    tracker.on(new SyncEvent.Published(newer, Duration.ofSeconds(1), null));

    assertThat(tracker.status().ready()).isTrue();
  }

  @Test
  void aModelFoundPresentCountsAsPublished() {
    tracker.on(planned(kept("vae/ae.safetensors"), fetch("checkpoints/flux.safetensors")));

    tracker.on(new SyncEvent.FoundPresent(file("checkpoints/flux.safetensors")));

    assertThat(tracker.status().ready()).isTrue();
  }

  @Test
  void aPatternThatNothingMatchesIsMissing() {
    tracker.on(new SyncEvent.ListingDone(1, Duration.ofSeconds(1)));
    tracker.on(planned(kept("vae/ae.safetensors")));
    tracker.on(new SyncEvent.Hydrated(1, new ByteSize(10)));

    assertThat(tracker.status().ready()).isFalse();
    assertThat(tracker.status().phase()).isEqualTo(Phase.HYDRATING);
    assertThat(tracker.status().message())
        .isEqualTo("no model matches the critical pattern 'checkpoints/**'");
  }

  @Test
  void aCriticalModelThatComesByAnEventCompletesThem() {
    tracker.on(planned(kept("vae/ae.safetensors")));

    tracker.on(partlyPlanned(fetch("checkpoints/flux.safetensors")));
    assertThat(tracker.status().ready()).isFalse();
    tracker.on(published("checkpoints/flux.safetensors"));

    assertThat(tracker.status().ready()).isTrue();
  }

  @Test
  void aCriticalModelThatIsLeftOutIsMissingAndNamed() {
    tracker.on(
        planned(
            kept("vae/ae.safetensors"),
            kept("checkpoints/small.safetensors"),
            leftOut("models/checkpoints/huge.safetensors")));
    tracker.on(new SyncEvent.Hydrated(2, new ByteSize(20)));

    assertThat(tracker.status().ready()).isFalse();
    assertThat(tracker.status().message())
        .isEqualTo(
            "the critical model 'checkpoints/huge.safetensors' is left out: no space (too large)");
  }

  @Test
  void aLeftOutCriticalModelThatFitsLaterIsFetchedAndCounts() {
    tracker.on(planned(kept("vae/ae.safetensors"), leftOut("models/checkpoints/huge.safetensors")));

    tracker.on(partlyPlanned(fetch("checkpoints/huge.safetensors")));
    assertThat(tracker.status().ready()).isFalse();
    tracker.on(published("checkpoints/huge.safetensors"));

    assertThat(tracker.status().ready()).isTrue();
  }

  @Test
  void aCriticalModelThatNothingWantsAnyMoreIsNotMissing() {
    tracker.on(
        planned(
            kept("vae/ae.safetensors"),
            kept("checkpoints/a.safetensors"),
            fetch("checkpoints/b.safetensors")));

    tracker.on(planned(kept("vae/ae.safetensors"), kept("checkpoints/a.safetensors")));

    assertThat(tracker.status().ready()).isTrue();
  }

  @Test
  void whatTheBucketGainsAfterTheListingDoesNotDelayReadiness() {
    tracker.on(planned(kept("vae/ae.safetensors"), fetch("checkpoints/a.safetensors")));
    tracker.on(partlyPlanned(fetch("checkpoints/new.safetensors")));

    tracker.on(published("checkpoints/a.safetensors"));

    assertThat(tracker.status().ready()).isTrue();
  }

  @Test
  void readyOnceIsReadyForGood() {
    tracker.on(planned(kept("vae/ae.safetensors"), kept("checkpoints/a.safetensors")));
    assertThat(tracker.status().ready()).isTrue();

    tracker.on(planned(kept("vae/ae.safetensors"), fetch("checkpoints/a.safetensors")));

    assertThat(tracker.status().ready()).isTrue();
  }

  @Test
  void nothingIsReadyBeforeTheFirstPlan() {
    assertThat(tracker.status().ready()).isFalse();
    assertThat(tracker.status().message()).isEqualTo("the bucket is being listed");
  }

  private static StatusTracker trackerFor(String... critical) {
    return new StatusTracker(
        "1.2.3",
        "models",
        new ReadyWhen(
            new Selection("models/", List.of(), List.of(), List.of()),
            Stream.of(critical).map(Glob::parse).toList()),
        () -> NOW);
  }

  private static SyncEvent planned(Object... parts) {
    return new SyncEvent.Planned(plan(parts), true);
  }

  private static SyncEvent partlyPlanned(Object... parts) {
    return new SyncEvent.Planned(plan(parts), false);
  }

  private static Plan plan(Object... parts) {
    return new Plan(
        List.of(),
        null,
        only(Plan.Fetch.class, parts),
        only(ModelFile.class, parts),
        only(Skipped.class, parts));
  }

  private static <T> List<T> only(Class<T> type, Object... parts) {
    return Stream.of(parts).filter(type::isInstance).map(type::cast).toList();
  }

  private static SyncEvent published(String path) {
    return new SyncEvent.Published(file(path), Duration.ofSeconds(1), null);
  }

  private static ModelFile kept(String path) {
    return file(path);
  }

  private static Plan.Fetch fetch(String path) {
    return new Plan.Fetch(file(path), Plan.FetchReason.MISSING);
  }

  private static Skipped leftOut(String key) {
    return new Skipped(new ObjectKey(key), new ByteSize(1 << 30), SkipReason.NO_SPACE, "too large");
  }

  private static ModelFile file(String path) {
    return file(path, "first");
  }

  private static ModelFile file(String path, String etag) {
    return new ModelFile(
        new ModelPath(path),
        RemoteObject.of(new ObjectKey("models/" + path), new ByteSize(10), new ETag(etag), NOW),
        0);
  }
}
