package io.hydrant.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random histories; a failing one is named by its seed, and `-Dhydrant.seed=N` runs it alone.
class HistoryTest {
  @TempDir private Path folder;

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theDiskAgreesWithTheBucketWithoutAListingWhenNoEventIsLost(long seed) throws IOException {
    run(seed, false);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theDiskAgreesWithTheBucketAfterOneListingWhateverIsLost(long seed) throws IOException {
    run(seed, true);
  }

  private void run(long seed, boolean lossy) throws IOException {
    Path root = Files.createDirectory(folder.resolve("node"));
    try (History history = new History(seed, lossy, root)) {
      history.live(150);
      history.agree();
    }
  }

  static LongStream seeds() {
    Long one = Long.getLong("hydrant.seed");
    return one == null ? LongStream.range(0, 60) : LongStream.of(one);
  }
}
