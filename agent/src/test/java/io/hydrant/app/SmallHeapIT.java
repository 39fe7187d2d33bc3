package io.hydrant.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import io.hydrant.testcloud.CloudExtension;
import io.hydrant.testcloud.LocalcloudProvider;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A model of any size needs no heap: its bytes go from the network to the disk in native code.
class SmallHeapIT {
  @RegisterExtension
  private static final CloudExtension CLOUD = new CloudExtension(new LocalcloudProvider());

  private static final long SIZE = 2L << 30;

  /// Heap, native parts in flight, code and stacks together.
  private static final ByteSize MOST_MEMORY = ByteSize.ofMebibytes(400);

  @TempDir private Path folder;

  /// @param heap 256 MiB is what `./hydrant run` has
  @ParameterizedTest
  @ValueSource(strings = {"-Xmx64m", "-Xmx256m"})
  @Timeout(300)
  void aModelOfTwoGibibytesIsHydratedWithLittleMemory(String heap) throws Exception {
    Path model = folder.resolve("model");
    write(model);
    Path root = folder.resolve("node");
    try (CloudBucket bucket = new CloudBucket(CLOUD.cloud())) {
      bucket.put("checkpoints/large.safetensors", model);
      try (AgentProcess agent =
          AgentProcess.start(
              CLOUD.cloud(),
              folder,
              List.of("-XX:+UseSerialGC", heap),
              List.of("--bucket", bucket.name(), "--root", root.toString()))) {
        Await.until(() -> agent.status().ready(), agent::log);
        System.out.println("SmallHeapIT, " + heap + ": the peak was " + agent.peakMemory());
        assertThat(agent.peakMemory()).isLessThanOrEqualTo(MOST_MEMORY);
      }
    }
    assertThat(Tree.of(root))
        .isEqualTo(
            Map.of("checkpoints/large.safetensors", Tree.sha256(Files.newInputStream(model))));
  }

  /// Mostly holes, so that the test writes it in no time; it is read and sent in full.
  private static void write(Path model) throws Exception {
    Random random = new Random(1);
    byte[] block = new byte[1 << 20];
    try (RandomAccessFile file = new RandomAccessFile(model.toFile(), "rw")) {
      file.setLength(SIZE);
      for (long at = 0; at < SIZE; at += 256L << 20) {
        random.nextBytes(block);
        file.seek(at);
        file.write(block);
      }
    }
  }
}
