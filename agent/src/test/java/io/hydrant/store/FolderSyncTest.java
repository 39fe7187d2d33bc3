package io.hydrant.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FolderSyncTest {
  private static final Path FOLDER = Path.of("folder");

  @Test
  void eachCallSyncsWhenNobodyElseDoes() throws IOException {
    List<Path> synced = new ArrayList<>();
    FolderSync sync = new FolderSync(synced::add);
    sync.sync(FOLDER);
    sync.sync(Path.of("other"));
    sync.sync(FOLDER);
    assertThat(synced).containsExactly(FOLDER, Path.of("other"), FOLDER);
  }

  @Test
  void whoComesDuringASyncSharesTheNextOneAndNotTheOneThatRuns() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch allWait = new CountDownLatch(1);
    AtomicInteger syncs = new AtomicInteger();
    FolderSync sync =
        new FolderSync(_ -> {
          if (syncs.incrementAndGet() == 1) {
            running.countDown();
            await(allWait);
          }
        });
    List<IOException> failures = new CopyOnWriteArrayList<>();
    List<Thread> threads = new ArrayList<>();
    threads.add(start(sync, failures));
    running.await();
    for (int i = 0; i < 10; i++) {
      threads.add(start(sync, failures));
    }
    for (Thread thread : threads.subList(1, threads.size())) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    allWait.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(failures).isEmpty();
    assertThat(syncs).hasValue(2);
  }

  @Test
  void aSyncThatFailedCountsForNobodyElse() {
    AtomicInteger syncs = new AtomicInteger();
    FolderSync sync =
        new FolderSync(folder -> {
          if (syncs.incrementAndGet() == 1) {
            throw new IOException("no sync of " + folder);
          }
        });

    assertThatThrownBy(() -> sync.sync(FOLDER)).hasMessage("no sync of folder");
    assertThat(syncs).hasValue(1);
    assertThat(syncedBy(sync)).isTrue();
    assertThat(syncs).hasValue(2);
  }

  @Test
  void aFolderThatIsGoneNeedsNoSync(@TempDir Path folder) {
    assertThat(syncedBy(new FolderSync(), folder.resolve("gone"))).isTrue();
    assertThat(syncedBy(new FolderSync(), folder)).isTrue();
  }

  private static boolean syncedBy(FolderSync sync) {
    return syncedBy(sync, FOLDER);
  }

  private static boolean syncedBy(FolderSync sync, Path folder) {
    try {
      sync.sync(folder);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static Thread start(FolderSync sync, List<IOException> failures) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            sync.sync(FOLDER);
          } catch (IOException e) {
            failures.add(e);
          }
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
