package io.hydrant.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FileSyncTest {
  private final Recorded calls = new Recorded();
  private final FileSync sync = new FileSync(calls);

  @Test
  void aFileAloneIsSyncedAtOnce() throws IOException {
    sync.sync(Path.of("a"));
    sync.sync(Path.of("b"));
    assertThat(calls.synced).containsExactly(Path.of("a"), Path.of("b"));
  }

  @Test
  void whatComesDuringASyncIsBegunAtOnceAndSyncedByOneThread() throws Exception {
    List<Thread> threads = threeBehindOneThatIsBeingSynced();
    assertThat(calls.begun).hasSize(4);
    assertThat(calls.synced).containsExactly(Path.of("0"));

    letGoOn(threads);
    assertThat(calls.synced)
        .containsExactlyInAnyOrder(Path.of("0"), Path.of("1"), Path.of("2"), Path.of("3"));
    assertThat(calls.synced.subList(1, 4).stream().map(calls.by::get).distinct()).hasSize(1);
  }

  @Test
  void aFailureIsThatOfItsFileOnly() throws Exception {
    calls.broken = Path.of("2");
    letGoOn(threeBehindOneThatIsBeingSynced());
    assertThat(calls.failures).containsOnlyKeys(Path.of("2"));
    assertThat(calls.failures.get(Path.of("2"))).hasMessage("no sync of 2");
  }

  @Test
  void aFaultOfOneDoesNotKeepTheOthersWaiting() throws Exception {
    calls.faulty = Path.of("1");
    letGoOn(threeBehindOneThatIsBeingSynced());
    assertThat(calls.failures).containsOnlyKeys(Path.of("1"));
    assertThat(calls.synced).contains(Path.of("2"), Path.of("3"));
  }

  @Test
  void aTrueFileIsSyncedAndOneThatIsGoneFails(@TempDir Path folder) throws IOException {
    FileSync real = new FileSync();
    Path file = Files.writeString(folder.resolve("a"), "bytes");
    real.sync(file);
    assertThat(file).hasContent("bytes");
    assertThatThrownBy(() -> real.sync(folder.resolve("gone")))
        .isInstanceOf(NoSuchFileException.class);
  }

  /// The file `0` is being synced until the test lets it go on, `1` to `3` wait.
  private List<Thread> threeBehindOneThatIsBeingSynced() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    threads.add(start("0"));
    calls.running.await();
    for (int i = 1; i <= 3; i++) {
      threads.add(start(Integer.toString(i)));
    }
    for (Thread thread : threads.subList(1, threads.size())) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    return threads;
  }

  /// Returns when all are through.
  private void letGoOn(List<Thread> threads) throws InterruptedException {
    calls.goOn.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private Thread start(String name) {
    Path file = Path.of(name);
    return Thread.ofPlatform()
        .start(() -> {
          try {
            sync.sync(file);
          } catch (IOException | IllegalStateException e) {
            calls.failures.put(file, e);
          }
        });
  }

  /// Holds the first sync up until it may go on.
  private static final class Recorded implements FileSync.Calls {
    final List<Path> begun = new CopyOnWriteArrayList<>();
    final List<Path> synced = new CopyOnWriteArrayList<>();
    final Map<Path, Thread> by = new ConcurrentHashMap<>();
    final Map<Path, Exception> failures = new ConcurrentHashMap<>();
    final CountDownLatch running = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);
    volatile Path broken = Path.of("none");
    volatile Path faulty = Path.of("none");

    @Override
    public void begin(Path file) {
      begun.add(file);
    }

    @Override
    public void sync(Path file) throws IOException {
      if (file.equals(broken)) {
        throw new IOException("no sync of " + file);
      }
      if (file.equals(faulty)) {
        throw new IllegalStateException("a bug");
      }
      synced.add(file);
      by.put(file, Thread.currentThread());
      if (file.equals(Path.of("0"))) {
        running.countDown();
        try {
          goOn.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
    }
  }
}
