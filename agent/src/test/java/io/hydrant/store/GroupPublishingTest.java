package io.hydrant.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ModelPath;
import io.hydrant.store.GroupPublishing.Publication;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GroupPublishingTest {
  private final ReentrantLock names = new ReentrantLock();
  private final Recorded steps = new Recorded();
  private final GroupPublishing group = new GroupPublishing(steps, names, 1);
  private final Map<String, Exception> failures = new ConcurrentHashMap<>();

  @Test
  void aFileAloneIsPublishedAtOnce() throws IOException {
    group.publish(publication("a/4"));
    assertThat(steps.done).containsExactly("begin a/4", "sync a/4", "name a/4", "folder a");
    group.publish(publication("b/5"));
    assertThat(steps.done).endsWith("begin b/5", "sync b/5", "name b/5", "folder b");
  }

  @Test
  void whatComesMeanwhileIsBegunAtOnceAndPublishedByOneThread() throws Exception {
    List<Thread> threads = threeBehindOneThatIsBeingSynced();
    assertThat(steps.done).startsWith("begin a/0", "sync a/0").hasSize(5);

    letGoOn(threads);
    List<String> together = steps.done.subList(7, steps.done.size());
    assertThat(together.subList(0, 3))
        .containsExactlyInAnyOrder("sync a/1", "sync b/2", "sync b/3");
    assertThat(together.subList(3, 6))
        .containsExactlyInAnyOrder("name a/1", "name b/2", "name b/3");
    assertThat(together.subList(6, together.size()))
        .containsExactlyInAnyOrder("folder a", "folder b");
    assertThat(together.stream().map(steps.by::get).distinct()).hasSize(1);
    assertThat(failures).isEmpty();
  }

  @Test
  void oneGroupDoesNotWaitForAnother() throws Exception {
    GroupPublishing two = new GroupPublishing(steps, names, 2);
    Thread heldUp = start(two, "a/0");
    steps.running.await();
    two.publish(publication("b/1"));
    assertThat(steps.done).contains("folder b").doesNotContain("name a/0");
    letGoOn(List.of(heldUp));
    assertThat(steps.done).contains("name a/0");
  }

  @Test
  void whatFailsIsNotNamedAndTheOthersAre() throws Exception {
    steps.broken.add("sync b/2");
    letGoOn(threeBehindOneThatIsBeingSynced());
    assertThat(failures).containsOnlyKeys("b/2");
    assertThat(failures.get("b/2")).hasMessage("no sync b/2");
    assertThat(steps.done).contains("name a/1", "name b/3", "folder b").doesNotContain("name b/2");
  }

  @Test
  void aFolderOfWhichNothingWasNamedIsNotSynced() throws Exception {
    steps.broken.add("name b/2");
    steps.broken.add("sync b/3");
    letGoOn(threeBehindOneThatIsBeingSynced());
    assertThat(failures).containsOnlyKeys("b/2", "b/3");
    assertThat(steps.done).contains("name a/1").doesNotContain("folder b");
  }

  @Test
  void theFailureOfAFolderIsThatOfAllThatWereNamedInIt() throws Exception {
    steps.broken.add("folder b");
    letGoOn(threeBehindOneThatIsBeingSynced());
    assertThat(failures).containsOnlyKeys("b/2", "b/3");
    assertThat(failures.values()).allSatisfy(each -> assertThat(each).hasMessage("no folder b"));
  }

  @Test
  void aFaultOfOneDoesNotKeepTheOthersWaiting() throws Exception {
    steps.faulty.add("name a/1");
    letGoOn(threeBehindOneThatIsBeingSynced());
    assertThat(failures).containsOnlyKeys("a/1");
    assertThat(failures.get("a/1")).isInstanceOf(IllegalStateException.class);
    assertThat(steps.done).contains("name b/2", "name b/3", "folder b");
  }

  /// The file `a/0` is being synced until the test lets it go on; `a/1`, `b/2` and `b/3` wait.
  private List<Thread> threeBehindOneThatIsBeingSynced() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    threads.add(start(group, "a/0"));
    steps.running.await();
    for (String path : List.of("a/1", "b/2", "b/3")) {
      threads.add(start(group, path));
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
    steps.goOn.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private Thread start(GroupPublishing to, String path) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            to.publish(publication(path));
          } catch (IOException | IllegalStateException e) {
            failures.put(path, e);
          }
        });
  }

  private static Publication publication(String path) {
    ModelPath name = new ModelPath(path);
    return new Publication(Path.of(path), new ByteSize(1), name, Path.of(path.substring(0, 1)));
  }

  /// Holds the sync of `a/0` up until it may go on.
  private final class Recorded implements GroupPublishing.Steps {
    final List<String> done = new CopyOnWriteArrayList<>();
    final Map<String, Thread> by = new ConcurrentHashMap<>();
    final Set<String> broken = ConcurrentHashMap.newKeySet();
    final Set<String> faulty = ConcurrentHashMap.newKeySet();
    final CountDownLatch running = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    public void begin(Path staged) {
      done.add("begin " + staged);
    }

    @Override
    public void sync(Path staged) throws IOException {
      does("sync " + staged);
      if (staged.equals(Path.of("a/0"))) {
        running.countDown();
        try {
          goOn.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
    }

    @Override
    public void name(Publication publication) throws IOException {
      assertThat(names.isHeldByCurrentThread()).isTrue();
      does("name " + publication.path());
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
      assertThat(names.isHeldByCurrentThread()).isFalse();
      does("folder " + folder);
    }

    private void does(String step) throws IOException {
      if (broken.contains(step)) {
        throw new IOException("no " + step);
      }
      if (faulty.contains(step)) {
        throw new IllegalStateException("a bug");
      }
      done.add(step);
      by.put(step, Thread.currentThread());
    }
  }
}
