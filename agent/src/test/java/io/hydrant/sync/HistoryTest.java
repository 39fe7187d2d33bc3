package io.hydrant.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Random [histories][History], in memory and on a real directory. `-Dhydrant.seed=N` runs one
/// alone, `-Dhydrant.histories=N` another number of them.
class HistoryTest {
  private static final int STEPS = 150;

  @TempDir private Path folder;

  @Test
  void everyHistoryEndsInAgreement() {
    Map<Long, Throwable> failures = new ConcurrentSkipListMap<>();
    int threads = Runtime.getRuntime().availableProcessors();
    long[] seeds = seeds(Integer.getInteger("hydrant.histories", 10_000)).toArray();
    long start = System.nanoTime();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (long seed : seeds) {
        executor.execute(() -> {
          try {
            live(seed, MemoryWorld::new);
          } catch (Throwable e) {
            failures.put(seed, e);
          }
        });
      }
    }
    System.out.printf(
        "HistoryTest: %d histories in %.1f s%n", seeds.length, (System.nanoTime() - start) / 1e9);
    failures.entrySet().stream()
        .findFirst()
        .ifPresent(first -> {
          throw new AssertionError(
              "%d histories fail; replay the first with %s"
                  .formatted(failures.size(), command(first.getKey())),
              first.getValue());
        });
  }

  private static String command(long seed) {
    return "./mvnw -pl agent -am test -Dtest=HistoryTest -Dsurefire.failIfNoSpecifiedTests=false"
        + " -Dhydrant.seed="
        + seed;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void aSeedAlwaysTellsTheSameHistory(long seed) throws IOException {
    assertThat(live(seed, MemoryWorld::new)).isEqualTo(live(seed, MemoryWorld::new));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("twenty")
  void aHistoryOnARealDirectoryEndsInAgreement(long seed) throws IOException {
    Path root = Files.createDirectory(folder.resolve("node"));
    live(seed, nature -> new MemoryWorld(nature, root));
  }

  private static String live(long seed, World.Maker maker) throws IOException {
    try (History history = new History(seed, maker)) {
      history.live(STEPS);
      history.agree();
      return history.events().toString();
    }
  }

  static LongStream twenty() {
    return seeds(20);
  }

  private static LongStream seeds(int count) {
    Long one = Long.getLong("hydrant.seed");
    return one == null ? LongStream.range(0, count) : LongStream.of(one);
  }
}
