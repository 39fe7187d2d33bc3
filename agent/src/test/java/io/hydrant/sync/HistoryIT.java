package io.hydrant.sync;

import io.hydrant.localcloud.LocalCloud;
import io.hydrant.source.s3.S3Clients;
import io.hydrant.source.s3.S3Settings;
import io.hydrant.testcloud.Cloud;
import io.hydrant.testcloud.LocalcloudProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The [histories][HistoryTest] with S3, SNS and SQS of localcloud. `-Dhydrant.seed=N` runs one
/// alone; the order in which native threads report is not part of it.
@Timeout(120)
class HistoryIT {
  private static final int STEPS = 120;

  @TempDir private static Path shared;
  @TempDir private Path folder;
  private static LocalCloud localcloud;
  private static Cloud cloud;
  private static S3Clients clients;

  @BeforeAll
  static void start() throws IOException {
    localcloud = LocalCloud.start(shared.resolve("cloud"));
    cloud = LocalcloudProvider.cloud(localcloud);
    clients = S3Clients.open(cloud.s3Settings(S3Settings.Engine.CRT), cloud.credentials());
  }

  @AfterAll
  static void stop() {
    clients.close();
    localcloud.close();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aHistoryOnLocalcloudEndsInAgreement(long seed) throws IOException {
    Path root = Files.createDirectory(folder.resolve("node"));
    World.Maker maker = nature -> new CloudWorld(nature, localcloud, cloud, clients, root);
    try (History history = new History(seed, maker)) {
      history.live(STEPS);
      history.agree();
    }
  }

  static LongStream seeds() {
    Long one = Long.getLong("hydrant.seed");
    return one == null ? LongStream.range(0, 20) : LongStream.of(one);
  }
}
