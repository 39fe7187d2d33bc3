package io.hydrant.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.ChildJvm;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How much heap a large bucket and a burst of events take.
class LargeBucketTest {
  @Test
  @Timeout(300)
  void aMillionKeysAreListedAndPlannedTwiceWithAHeapOfTwoGibibytes() throws IOException {
    assertThat(run("-Xmx2g", "list", "1000000")).isEqualTo("planned 10886\nplanned 10886");
  }

  @Test
  @Timeout(120)
  void aBurstOfEventsForTenThousandKeysIsDealtWithWithAHeapOf48Mebibytes() throws IOException {
    assertThat(run("-Xmx48m", "burst", "10000")).isEqualTo("settled 1000");
  }

  private static String run(String heap, String... arguments) throws IOException {
    Map<String, String> environment = Map.of("JDK_JAVA_OPTIONS", heap);
    try (ChildJvm child = ChildJvm.start(LargeBucket.class, environment, arguments)) {
      // The JVM tells on standard error that it picked its options up.
      return child
          .readAll()
          .lines()
          .filter(line -> !line.startsWith("NOTE:"))
          .reduce((one, next) -> one + "\n" + next)
          .orElse("");
    }
  }
}
