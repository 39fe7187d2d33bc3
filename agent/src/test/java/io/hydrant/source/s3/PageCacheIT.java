package io.hydrant.source.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hydrant.catalog.ObjectKey;
import io.hydrant.directio.DirectWrites;
import io.hydrant.directio.PageCache;
import io.hydrant.testcloud.CloudExtension;
import io.hydrant.testcloud.LocalcloudProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the engines leave in the page cache.
class PageCacheIT {
  @RegisterExtension
  static final CloudExtension CLOUD = new CloudExtension(new LocalcloudProvider());

  private static final ObjectKey KEY = new ObjectKey("checkpoints/model.safetensors");
  private static final int LARGE = (48 << 20) + 1234;
  private static final int SMALL = (200 << 10) + 1234;

  @TempDir private Path dir;

  @ParameterizedTest
  @ValueSource(ints = {LARGE, SMALL})
  void theEngineCrtWritesAModelPastThePageCache(int size) throws Exception {
    assumeTrue(
        DirectWrites.areTakenBy(Files.createFile(dir.resolve("probe"))),
        "the file system of temporary files takes no writes past the page cache");

    assertThat(cachedAfterFetch(S3Settings.Engine.CRT, size))
        .as("all but the end, which is no whole block")
        .isLessThan(size / 10);
  }

  @Test
  void theTransferManagerLeavesAModelInThePageCache() throws Exception {
    assertThat(cachedAfterFetch(S3Settings.Engine.TRANSFER_MANAGER, LARGE))
        .isGreaterThan(LARGE / 2);
  }

  private long cachedAfterFetch(S3Settings.Engine engine, int size) throws Exception {
    byte[] content = new byte[size];
    new Random(1).nextBytes(content);
    Path target = dir.resolve("target");
    try (S3Fixture s3 = new S3Fixture(CLOUD.cloud(), engine, false)) {
      s3.bucket().put(KEY.value(), content);
      var _ = s3.source("").fetch(s3.source("").head(KEY).orElseThrow(), target, _ -> {});
    }
    return PageCache.bytesOf(target);
  }
}
