package io.hydrant.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Samples;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneTest {
  private final Deque<Runnable> workers = new ArrayDeque<>();
  private final List<String> worked = new ArrayList<>();
  private final Lane lane = lane(new Bounds(2, 1, new ByteSize(Long.MAX_VALUE), null));
  private Runnable atWork = () -> {};
  private long lastNumber;

  private Lane lane(Bounds bounds) {
    return new Lane(
        Track.LARGE,
        bounds,
        workers::add,
        job -> {
          worked.add(job.file().path().value());
          atWork.run();
        });
  }

  private Job job(String path, int priority) {
    return job(path, priority, 1);
  }

  private Job job(String path, int priority, long size) {
    return new Job(Samples.file(path, size, priority), ++lastNumber, null, null);
  }

  @Test
  void noMoreWorkersAreStartedThanTheLaneIsWide() {
    for (int i = 0; i < 5; i++) {
      lane.add(job("a" + i, 0));
    }
    assertThat(workers).hasSize(2);
  }

  @Test
  void aWorkerGoesOnUntilNothingWaitsAndThenMakesRoomForAnother() {
    lane.add(job("a", 0));
    lane.add(job("b", 0));
    workers.remove().run();
    assertThat(worked).containsExactly("a", "b");
    workers.remove().run(); // Finds nothing.
    lane.add(job("c", 0));
    assertThat(workers).hasSize(1);
    workers.remove().run();
    assertThat(worked).containsExactly("a", "b", "c");
  }

  @Test
  void theFirstInTheOrderOfTheTrackIsTakenWhenAWorkerIsFree() {
    lane.add(job("late", 2));
    lane.add(job("small", 0, 10));
    lane.add(job("large", 0, 20));
    lane.add(job("third", 1));
    workers.remove().run();
    assertThat(worked).containsExactly("large", "small", "third", "late");
  }

  @Test
  void aJobThatWasTakenOutIsNotWorkedAt() {
    Job out = job("out", 0);
    lane.add(out);
    lane.add(job("in", 0));
    assertThat(lane.remove(out)).isTrue();
    assertThat(lane.remove(out)).isFalse();
    workers.remove().run();
    assertThat(worked).containsExactly("in");
  }

  @Test
  void twoAreWorkedAtWhateverTheirSizeAndAThirdWhenItsBytesFit() {
    Lane bounded = lane(new Bounds(9, 1, new ByteSize(100), null));
    bounded.add(job("a", 0, 80));
    bounded.add(job("b", 0, 80));
    bounded.add(job("c", 0, 30));
    bounded.add(job("d", 0, 20));
    bounded.add(job("e", 0, 10));
    List<String> together = new ArrayList<>();
    atWork =
        () -> {
          if (worked.size() <= 2) {
            // All other workers, as if on threads of their own.
            while (!workers.isEmpty()) {
              workers.remove().run();
            }
          }
          if (together.isEmpty()) {
            together.addAll(worked);
          }
        };
    workers.remove().run();

    assertThat(together).as("what was worked at together").containsExactly("a", "b");
    assertThat(worked).containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  void theEndOfALargeOneMakesRoomForSeveral() {
    Lane bounded = lane(new Bounds(9, 1, new ByteSize(100), null));
    bounded.add(job("large", 0, 100));
    for (int i = 0; i < 5; i++) {
      bounded.add(job("small-" + i, 0, 20));
    }
    Runnable first = workers.remove();
    workers.clear(); // The others have not begun yet.
    first.run();
    assertThat(worked).startsWith("large");
    assertThat(workers).as("workers that the free room called for").isNotEmpty();
  }
}
