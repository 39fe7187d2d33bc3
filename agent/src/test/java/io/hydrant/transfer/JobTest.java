package io.hydrant.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.Samples;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class JobTest {

  private static Job job(@Nullable Job predecessor) {
    return new Job(Samples.file("loras/a", 1), 1, null, predecessor);
  }

  @AfterEach
  void noInterruptIsLeft() {
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void aJobThatIsCancelledBeforeItBeginsDoesNotBegin() throws InterruptedException {
    Job job = job(null);
    job.cancel();
    assertThat(job.begin()).isFalse();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    job.leave();
    job.end();
  }

  @Test
  void aCancellationInterruptsTheWorkAndNothingAfterIt() throws InterruptedException {
    Job job = job(null);
    assertThat(job.begin()).isTrue();
    job.cancel();
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(job.beginPublishing()).isFalse();
    job.leave();
    job.end();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    job.cancel();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void aPublicationIsNotInterrupted() throws InterruptedException {
    Job job = job(null);
    assertThat(job.begin()).isTrue();
    assertThat(job.beginPublishing()).isTrue();
    job.cancel();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(job.isCancelled()).isTrue();
    job.leave();
    job.end();
  }

  @Test
  void aJobBeginsAfterTheOneBeforeItHasEnded() throws InterruptedException {
    Job before = job(null);
    assertThat(before.begin()).isTrue();
    Job after = job(before);
    Thread worker =
        Thread.ofPlatform()
            .start(() -> {
              try {
                assertThat(after.begin()).isTrue();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              after.leave();
              after.end();
            });
    assertThat(worker.isAlive()).isTrue();
    before.leave();
    before.end();
    worker.join();
    after.awaitEnd();
  }

  @Test
  void waitingForAnEndKeepsAnInterruptForAfterwards() {
    Job job = job(null);
    Thread ender =
        Thread.ofPlatform()
            .unstarted(() -> {
              job.cancel();
              job.leave();
              job.end();
            });
    Thread.currentThread().interrupt();
    ender.start();
    job.awaitEnd();
    assertThat(Thread.interrupted()).isTrue();
  }
}
