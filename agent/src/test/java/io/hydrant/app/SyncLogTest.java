package io.hydrant.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Checksum;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.FileRecord;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.catalog.SkipReason;
import io.hydrant.catalog.Skipped;
import io.hydrant.plan.Plan;
import io.hydrant.plan.Plan.Fetch;
import io.hydrant.plan.Plan.FetchReason;
import io.hydrant.plan.Plan.Removal;
import io.hydrant.progress.SyncEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SyncLogTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final ModelPath PATH = new ModelPath("loras/a.safetensors");
  private static final ModelFile MODEL =
      new ModelFile(
          PATH,
          RemoteObject.of(
              new ObjectKey(PATH.value()), ByteSize.ofMebibytes(1536), new ETag("e1"), NOW),
          0);

  private final RecordedLog log = RecordedLog.of(SyncLog.class);
  private final SyncLog syncLog = new SyncLog(InstantSource.fixed(NOW));

  @AfterEach
  void stopRecording() {
    log.close();
  }

  @Test
  void aPublishedModelIsALineWithSizeAndRate() {
    syncLog.on(new SyncEvent.Published(MODEL, Duration.ofSeconds(3), null));
    syncLog.on(new SyncEvent.Published(MODEL, Duration.ofSeconds(3), NOW.minusMillis(4200)));
    syncLog.on(new SyncEvent.Published(MODEL, Duration.ZERO, NOW.plusSeconds(1)));
    assertThat(log.lines())
        .containsExactly(
            "INFO published loras/a.safetensors (1.5 GiB in 3s, 512.0 MiB/s)",
            "INFO published loras/a.safetensors (1.5 GiB in 3s, 512.0 MiB/s), 4s after the change",
            "INFO published loras/a.safetensors (1.5 GiB in 0ms, 1.5 TiB/s)");
  }

  @Test
  void aRemovedModelIsALine() {
    syncLog.on(new SyncEvent.Removed(PATH, MODEL.size(), NOW.minusMillis(300)));
    assertThat(log.lines())
        .containsExactly("INFO removed loras/a.safetensors (1.5 GiB), 300ms after the change");
  }

  @Test
  void everyFaultSaysWhatFollows() {
    syncLog.on(new SyncEvent.ListingFailed("no answer", SOON));
    syncLog.on(new SyncEvent.FetchRetried(MODEL, 1, SOON, "reset"));
    syncLog.on(new SyncEvent.FetchFailed(MODEL, "access denied"));
    syncLog.on(new SyncEvent.FetchAbandoned(MODEL, "the object changed"));
    syncLog.on(new SyncEvent.RemovalFailed(PATH, "read-only"));
    syncLog.on(new SyncEvent.QueueFailed("no such queue", SOON));
    syncLog.on(new SyncEvent.LookFailed("loras/b", "no answer", SOON));
    assertThat(log.lines())
        .containsExactly(
            "WARN the bucket was not listed: no answer; next attempt in 2s",
            "WARN attempt 1 to fetch loras/a.safetensors failed: reset; next attempt in 2s",
            "ERROR loras/a.safetensors was not fetched: access denied; it is tried again later",
            "INFO gave up fetching loras/a.safetensors: the object changed",
            "ERROR loras/a.safetensors was not removed: read-only; it is tried again later",
            "WARN the queue was not read: no such queue; next attempt in 2s, and listings go on",
            "WARN loras/b was not looked at: no answer; next attempt in 2s");
  }

  @Test
  void thePlanOfTheWholeBucketIsALineAndThatOfEventsIsNone() {
    Plan plan =
        new Plan(
            List.of(removal()),
            null,
            List.of(new Fetch(MODEL, FetchReason.MISSING)),
            List.of(MODEL, MODEL),
            List.of());
    syncLog.on(new SyncEvent.ListingDone(3, Duration.ofMillis(40)));
    syncLog.on(new SyncEvent.Planned(plan, true));
    syncLog.on(new SyncEvent.Planned(plan, false));
    syncLog.on(new SyncEvent.Planned(plan(List.of()), true));
    syncLog.on(new SyncEvent.Hydrated(3, MODEL.size()));
    assertThat(log.lines())
        .containsExactly(
            "INFO listed 3 objects in 40ms",
            "INFO to do: fetch 1 model (1.5 GiB), remove 1; 2 models as they should be",
            "DEBUG to do: fetch 1 model (1.5 GiB), remove 1; 2 models as they should be",
            "DEBUG nothing to do: 0 models as they should be",
            "INFO hydrated: 3 models, 1.5 GiB are on the disk");
  }

  @Test
  void heldRemovalsSayWhatToDo() {
    syncLog.on(new SyncEvent.RemovalsHeld(1, "too many would go", "1a2b3c4d"));
    syncLog.on(new SyncEvent.RemovalsHeld(0, null, null));
    assertThat(log.lines())
        .contains(
            "WARN nothing is removed: too many would go. Check the bucket and --prefix; if it is"
                + " meant, call 'hydrant release-removals' on this node, or annotate it with"
                + " hydrant.dev/release-removals=1a2b3c4d",
            "INFO no removal is held any more");
  }

  @Test
  void anObjectThatIsLeftOutIsToldOnceWhileItIsLeftOut() {
    Plan leavingOut = plan(List.of(skipped("big", SkipReason.NO_SPACE, "10 GiB are left")));
    syncLog.on(new SyncEvent.Planned(leavingOut, true));
    syncLog.on(
        new SyncEvent.Planned(
            plan(List.of(skipped("big", SkipReason.NO_SPACE, "9 GiB are left"))), true));
    assertThat(warnings()).containsExactly("WARN left out big (9 B): no space: 10 GiB are left");

    syncLog.on(new SyncEvent.Planned(plan(List.of()), false));
    syncLog.on(new SyncEvent.Planned(leavingOut, true));
    assertThat(warnings()).hasSize(1);

    syncLog.on(new SyncEvent.Planned(plan(List.of()), true));
    syncLog.on(new SyncEvent.Planned(leavingOut, true));
    assertThat(warnings()).hasSize(2);
  }

  @Test
  void markersAndObjectsThatWereNotSelectedAreNotTold() {
    syncLog.on(
        new SyncEvent.Planned(
            plan(
                List.of(
                    skipped("loras/", SkipReason.MARKER, "zero bytes"),
                    skipped("x", SkipReason.NOT_SELECTED, "no include pattern matches"))),
            true));
    assertThat(warnings()).isEmpty();
  }

  @Test
  void aFloodOfObjectsThatAreLeftOutIsCutShort() {
    syncLog.on(
        new SyncEvent.Planned(
            plan(
                IntStream.range(0, 25)
                    .mapToObj(i -> skipped("k" + i, SkipReason.ARCHIVED, "restore it"))
                    .toList()),
            true));
    assertThat(warnings()).hasSize(21);
    assertThat(warnings().getLast())
        .isEqualTo("WARN left out 5 objects more: 'hydrant plan' lists them");
  }

  private List<String> warnings() {
    return log.lines().stream().filter(line -> line.startsWith("WARN")).toList();
  }

  private static Plan plan(List<Skipped> skipped) {
    return new Plan(List.of(), null, List.of(), List.of(), skipped);
  }

  private static Skipped skipped(String key, SkipReason reason, String detail) {
    return new Skipped(new ObjectKey(key), new ByteSize(9), reason, detail);
  }

  private static Removal removal() {
    return new Removal(
        PATH,
        new FileRecord(
            new ObjectKey(PATH.value()),
            new ETag("e0"),
            null,
            new Checksum(Checksum.Algorithm.MD5, "x"),
            new ByteSize(5),
            NOW),
        "no longer wanted");
  }
}
