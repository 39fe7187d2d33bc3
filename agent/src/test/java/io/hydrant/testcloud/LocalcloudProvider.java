package io.hydrant.testcloud;

import io.hydrant.localcloud.LocalCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// Starts localcloud in this JVM. It is always there.
public final class LocalcloudProvider implements CloudExtension.Provider {

  @Override
  public CloudExtension.Started start() {
    try {
      Path directory = Files.createTempDirectory("localcloud");
      LocalCloud localcloud = LocalCloud.start(directory);
      return new CloudExtension.Running(
          cloud(localcloud),
          () -> {
            localcloud.close();
            deleteTree(directory);
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How the tests reach a localcloud.
  public static Cloud cloud(LocalCloud localcloud) {
    return new Cloud(
        localcloud.s3Endpoint(),
        localcloud.sqsEndpoint(),
        localcloud.region(),
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(localcloud.accessKey(), localcloud.secretKey())),
        (_, bucket) -> {
          String url = localcloud.createQueue("events-" + UUID.randomUUID());
          localcloud.subscribe(localcloud.bucket(bucket).topicArn(), url, true);
          return url;
        });
  }

  private static void deleteTree(Path directory) {
    try (Stream<Path> walk = Files.walk(directory)) {
      List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
