package io.hydrant.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.ChildJvm;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How much heap a large bucket and a burst of events take.
class LargeBucketTest {
  @Test
  @Timeout(300)
  void aMillionKeysAreListedAndPlannedTwiceWithAHeapOfThreeGibibytes() throws IOException {
    assertThat(run("-Xmx3g", "list", "1000000")).isEqualTo("planned 10886\nplanned 10886");
  }

  @Test
  @Timeout(120)
  void aBurstOfEventsForTenThousandKeysIsDealtWithWithAHeapOf32Mebibytes() throws IOException {
    assertThat(run("-Xmx32m", "burst", "10000")).isEqualTo("settled 1000");
  }

  private static String run(String heap, String... arguments) throws IOException {
    Map<String, String> environment = Map.of("JDK_JAVA_OPTIONS", heap);
    try (ChildJvm child = ChildJvm.start(LargeBucket.class, environment, arguments)) {
      // On standard error the JVM tells which options it picked up, and warns of native access.
      return child
          .readAll()
          .lines()
          .filter(line -> line.startsWith("planned") || line.startsWith("settled"))
          .collect(Collectors.joining("\n"));
    }
  }
}
