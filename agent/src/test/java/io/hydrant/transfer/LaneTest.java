package io.hydrant.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.Samples;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneTest {
  private final Deque<Runnable> workers = new ArrayDeque<>();
  private final List<String> worked = new ArrayList<>();
  private final Lane lane = new Lane(workers::add, 2, job -> worked.add(job.file().path().value()));
  private long lastNumber;

  private Job job(String path, int priority) {
    return new Job(Samples.file(path, 1, priority), ++lastNumber, null, null);
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
  void theMostImportantGoFirstAndThenTheOldest() {
    lane.add(job("late", 2));
    lane.add(job("first", 0));
    lane.add(job("second", 0));
    lane.add(job("third", 1));
    workers.remove().run();
    assertThat(worked).containsExactly("first", "second", "third", "late");
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
}
