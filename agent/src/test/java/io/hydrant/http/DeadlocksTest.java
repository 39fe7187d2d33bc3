package io.hydrant.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeadlocksTest {
  @Test
  void twoThreadsThatWaitForEachOtherAreNamed() throws InterruptedException {
    assertThat(Deadlocks.find()).isNull();
    Lock first = new ReentrantLock();
    Lock second = new ReentrantLock();
    CountDownLatch bothHoldOne = new CountDownLatch(2);
    Thread one = thread("left", first, second, bothHoldOne);
    Thread other = thread("right", second, first, bothHoldOne);
    try {
      String found = Deadlocks.find();
      while (found == null) {
        Thread.onSpinWait();
        found = Deadlocks.find();
      }
      assertThat(found)
          .startsWith("deadlock: ")
          .contains("'left' waits for ", "'right' waits for ");
    } finally {
      one.interrupt();
      other.interrupt();
      one.join();
      other.join();
    }
    assertThat(Deadlocks.find()).isNull();
  }

  private static Thread thread(String name, Lock held, Lock wanted, CountDownLatch bothHoldOne) {
    return Thread.ofPlatform()
        .name(name)
        .start(() -> {
          held.lock();
          try {
            bothHoldOne.countDown();
            bothHoldOne.await();
            wanted.lockInterruptibly();
            wanted.unlock();
          } catch (InterruptedException _) {
            // The test has seen enough.
          } finally {
            held.unlock();
          }
        });
  }
}
