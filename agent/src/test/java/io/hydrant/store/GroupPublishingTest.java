package io.hydrant.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ModelPath;
import io.hydrant.store.GroupPublishing.Publication;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GroupPublishingTest {
  private final ReentrantLock names = new ReentrantLock();
  private final Recorded steps = new Recorded();
  private final List<Runnable> begun = new ArrayList<>();
  private final GroupPublishing group = new GroupPublishing(steps, names, 1, begun::add);
  private final Map<String, Optional<Exception>> ended = new ConcurrentHashMap<>();

  @Test
  void aFileAloneIsPublishedAtOnce() {
    publish(group, "a/4");
    assertThat(steps.done).containsExactly("begin a/4", "sync a/4", "name a/4", "folder a");
    assertThat(ended).containsOnlyKeys("a/4");
    publish(group, "b/5");
    assertThat(steps.done).endsWith("begin b/5", "sync b/5", "name b/5", "folder b");
    assertThat(ended).containsOnlyKeys("a/4", "b/5");
    assertThat(begun).isEmpty();
  }

  @Test
  void whatComesMeanwhileGoesOnAndIsPublishedTogether() {
    threeBehindOneThatIsBeingSynced();
    assertThat(ended).containsOnlyKeys("a/0");
    assertThat(steps.done).endsWith("name a/0", "folder a").hasSize(7);
    assertThat(steps.done).contains("begin a/1", "begin b/2", "begin b/3");

    begun.removeFirst().run();
    assertThat(steps.done.subList(7, steps.done.size()))
        .containsExactly(
            "sync a/1",
            "sync b/2",
            "sync b/3",
            "name a/1",
            "name b/2",
            "name b/3",
            "folder a",
            "folder b");
    assertThat(ended).containsOnlyKeys("a/0", "a/1", "b/2", "b/3");
    assertThat(ended.values()).allMatch(Optional::isEmpty);
    assertThat(begun).isEmpty();
  }

  @Test
  void whatComesWhileTheOthersArePublishedIsTheirThreadsToo() {
    threeBehindOneThatIsBeingSynced();
    steps.meanwhile("sync b/2", () -> publish(group, "b/4"));
    begun.removeFirst().run();
    assertThat(steps.done).endsWith("sync b/4", "name b/4", "folder b");
    assertThat(ended).containsKey("b/4");
    assertThat(begun).isEmpty();
  }

  @Test
  void aGroupHasABound() {
    steps.meanwhile("sync a/0", () -> publishNumbered(100));
    publish(group, "a/0");
    begun.removeFirst().run();
    assertThat(ended).hasSize(101);
    List<String> done = steps.done.stream().filter(step -> !step.startsWith("begin")).toList();
    int folder = done.subList(3, done.size()).indexOf("folder c");
    assertThat(done.subList(3, folder + 3).stream().filter(step -> step.startsWith("name")))
        .hasSize(64);
  }

  @Test
  void whoeverComesWaitsWhenTheDiskCannotFollow() throws Exception {
    steps.meanwhile("sync a/0", () -> publishNumbered(256 - 1));
    publish(group, "a/0");
    publish(group, "a/1");
    Thread late = Thread.ofPlatform().start(() -> publish(group, "a/2"));
    while (late.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(ended).containsOnlyKeys("a/0");

    begun.removeFirst().run();
    late.join();
    assertThat(ended).hasSize(1 + 255 + 1 + 1);
  }

  @Test
  void withoutAThreadForThemTheyArePublishedByWhoCameFirst() {
    GroupPublishing alone =
        new GroupPublishing(
            steps,
            names,
            1,
            _ -> {
              throw new OutOfMemoryError("unable to create native thread");
            });
    steps.meanwhile("sync a/0", () -> publish(alone, "a/1"));
    publish(alone, "a/0");
    assertThat(ended).containsOnlyKeys("a/0", "a/1");
    publish(alone, "a/2");
    assertThat(ended).containsKey("a/2");
  }

  private void publishNumbered(int count) {
    for (int i = 0; i < count; i++) {
      publish(group, "c/" + i);
    }
  }

  @Test
  void afterAGroupTheNextFileAloneIsPublishedAtOnce() {
    threeBehindOneThatIsBeingSynced();
    begun.removeFirst().run();
    publish(group, "c/5");
    assertThat(ended).containsKey("c/5");
    assertThat(begun).isEmpty();
  }

  @Test
  void oneGroupDoesNotWaitForAnother() {
    GroupPublishing two = new GroupPublishing(steps, names, 2, begun::add);
    steps.meanwhile(
        "sync a/0",
        () -> {
          publish(two, "b/1");
          assertThat(ended).containsOnlyKeys("b/1");
        });
    publish(two, "a/0");
    assertThat(ended).containsOnlyKeys("b/1", "a/0");
  }

  @Test
  void aFileAloneDoesNotWaitForTheOthers() {
    steps.meanwhile(
        "sync a/0",
        () -> {
          group.publishAlone(publication("b/1"), failure -> ended.put("b/1", none(failure)));
          assertThat(ended).containsOnlyKeys("b/1");
        });
    publish(group, "a/0");
    assertThat(steps.done).contains("folder b").doesNotContain("begin b/1");
    assertThat(begun).isEmpty();
  }

  @Test
  void whatFailsIsNotNamedAndTheOthersAre() {
    steps.broken.add("sync b/2");
    threeBehindOneThatIsBeingSynced();
    begun.removeFirst().run();
    assertThat(failures()).containsOnlyKeys("b/2");
    assertThat(failures().get("b/2")).hasMessage("no sync b/2");
    assertThat(steps.done).contains("name a/1", "name b/3", "folder b").doesNotContain("name b/2");
  }

  @Test
  void aFolderOfWhichNothingWasNamedIsNotSynced() {
    steps.broken.add("name b/2");
    steps.broken.add("sync b/3");
    threeBehindOneThatIsBeingSynced();
    begun.removeFirst().run();
    assertThat(failures()).containsOnlyKeys("b/2", "b/3");
    assertThat(steps.done).contains("name a/1").doesNotContain("folder b");
  }

  @Test
  void theFailureOfAFolderIsThatOfAllThatWereNamedInIt() {
    steps.broken.add("folder b");
    threeBehindOneThatIsBeingSynced();
    begun.removeFirst().run();
    assertThat(failures()).containsOnlyKeys("b/2", "b/3");
    assertThat(failures().values()).allSatisfy(each -> assertThat(each).hasMessage("no folder b"));
  }

  @Test
  void aFaultOfOneIsToldAndDoesNotKeepTheOthersWaiting() {
    steps.faults.put("name a/1", new IllegalStateException("a bug"));
    steps.faults.put("sync b/2", new UnsatisfiedLinkError("no library"));
    threeBehindOneThatIsBeingSynced();
    begun.removeFirst().run();
    assertThat(failures()).containsOnlyKeys("a/1", "b/2");
    assertThat(failures().get("a/1")).isInstanceOf(IllegalStateException.class).hasMessage("a bug");
    assertThat(failures().get("b/2")).hasRootCauseMessage("no library");
    assertThat(steps.done).contains("name b/3", "folder b");
  }

  @Test
  void aFaultOfWhoHearsOfTheEndIsNoneOfTheOthers() {
    steps.meanwhile(
        "sync a/0",
        () -> {
          group.publish(
              publication("a/1"),
              _ -> {
                throw new IllegalStateException("a bug");
              });
          publish(group, "b/2");
        });
    publish(group, "a/0");
    begun.removeFirst().run();
    assertThat(ended).containsOnlyKeys("a/0", "b/2");
  }

  /// Real threads bring files as fast as they can: each is published once.
  @Test
  void nothingIsForgottenBetweenThreads() throws Exception {
    int threads = 4;
    int each = 2_000;
    CountDownLatch all = new CountDownLatch(threads * each);
    Nothing nothing = new Nothing();
    GroupPublishing busy =
        new GroupPublishing(
            nothing, names, 2, command -> Thread.ofPlatform().daemon().start(command));
    for (int i = 0; i < threads; i++) {
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            for (int j = 0; j < each; j++) {
              busy.publish(publication("a/" + j), _ -> all.countDown());
            }
          });
    }
    assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(nothing.named).hasValue(threads * each);
  }

  /// The files `a/1`, `b/2` and `b/3` come while `a/0` is being synced.
  private void threeBehindOneThatIsBeingSynced() {
    steps.meanwhile(
        "sync a/0",
        () -> {
          for (String path : List.of("a/1", "b/2", "b/3")) {
            publish(group, path);
          }
          assertThat(ended).isEmpty();
        });
    publish(group, "a/0");
  }

  private void publish(GroupPublishing to, String path) {
    to.publish(publication(path), failure -> ended.put(path, none(failure)));
  }

  private static Optional<Exception> none(@Nullable Exception failure) {
    return Optional.ofNullable(failure);
  }

  private Map<String, Exception> failures() {
    return ended.entrySet().stream()
        .filter(each -> each.getValue().isPresent())
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().orElseThrow()));
  }

  private static Publication publication(String path) {
    ModelPath name = new ModelPath(path);
    return new Publication(Path.of(path), new ByteSize(1), name, Path.of(path.substring(0, 1)));
  }

  /// Tells what was done, and does something else in the midst of a step, once.
  private final class Recorded implements GroupPublishing.Steps {
    final List<String> done = new CopyOnWriteArrayList<>();
    final Set<String> broken = new HashSet<>();
    final Map<String, Throwable> faults = new HashMap<>();
    private final Map<String, Runnable> meanwhile = new HashMap<>();

    void meanwhile(String step, Runnable work) {
      meanwhile.put(step, work);
    }

    @Override
    public void begin(Path staged) {
      done.add("begin " + staged);
    }

    @Override
    public void sync(Path staged) throws IOException {
      does("sync " + staged);
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
      Runnable work = meanwhile.remove(step);
      if (work != null) {
        work.run();
      }
      if (broken.contains(step)) {
        throw new IOException("no " + step);
      }
      switch (faults.get(step)) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case null, default -> done.add(step);
      }
    }
  }

  /// Counts what gets its name, and does nothing else.
  private static final class Nothing implements GroupPublishing.Steps {
    final AtomicInteger named = new AtomicInteger();

    @Override
    public void begin(Path staged) {}

    @Override
    public void sync(Path staged) {}

    @Override
    public void name(Publication publication) {
      named.incrementAndGet();
    }

    @Override
    public void syncFolder(Path folder) {}
  }
}
