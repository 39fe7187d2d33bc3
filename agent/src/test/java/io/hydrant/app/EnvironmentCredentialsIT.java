package io.hydrant.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testcloud.Cloud;
import io.hydrant.testcloud.CloudExtension;
import io.hydrant.testcloud.LocalcloudProvider;
import io.hydrant.testcloud.RecordingProxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// The agent signs with the temporary credentials that its environment has, and tells nobody but
/// AWS. localcloud checks the signatures of S3, and takes any token.
class EnvironmentCredentialsIT {
  @RegisterExtension
  private static final CloudExtension CLOUD = new CloudExtension(new LocalcloudProvider());

  private static final String TOKEN = "IQoJb3JpZ2luX2VjEXAMPLE/token+of==";
  private static final int LARGE = 20 << 20;

  private final AwsCredentials right = CLOUD.cloud().credentials().resolveCredentials();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"crt", "transfer-manager"})
  @Timeout(120)
  void everyRequestCarriesTheTokenAndTheLogNoSecret(String engine) throws Exception {
    try (CloudBucket bucket = new CloudBucket(CLOUD.cloud());
        RecordingProxy s3 = new RecordingProxy(CLOUD.cloud().s3Endpoint());
        RecordingProxy sqs = new RecordingProxy(CLOUD.cloud().sqsEndpoint())) {
      bucket.put("checkpoints/large", new byte[LARGE]);
      bucket.put("loras/small", new byte[1000]);
      try (AgentProcess agent = start(engine, bucket, s3, sqs)) {
        Await.until(() -> agent.status().ready(), agent::log);
        bucket.put("loras/later", new byte[1000]);
        Await.until(() -> Tree.of(folder.resolve("node")).size() == 3, agent::log);

        agent.stop();

        assertThat(Tree.of(folder.resolve("node"))).isEqualTo(bucket.tree());
        // A listing, a fetch of each.
        assertThat(s3.requests()).hasSizeGreaterThan(3).allSatisfy(this::carriesTheToken);
        // A poll, a deletion of the event's message.
        assertThat(sqs.requests()).hasSizeGreaterThan(1).allSatisfy(this::carriesTheToken);
        assertThat(agent.log())
            .contains("loras/later")
            .doesNotContain(right.secretAccessKey())
            .doesNotContain(TOKEN);
      }
    }
  }

  private void carriesTheToken(String request) {
    assertThat(request.lines().filter(line -> name(line).equals("x-amz-security-token")))
        .singleElement()
        .asString()
        .endsWith(": " + TOKEN);
    assertThat(request).contains("Credential=" + right.accessKeyId() + "/");
  }

  private static String name(String header) {
    return header.substring(0, Math.max(0, header.indexOf(':'))).toLowerCase(Locale.ROOT);
  }

  private AgentProcess start(
      String engine, CloudBucket bucket, RecordingProxy s3, RecordingProxy sqs) throws Exception {
    Cloud cloud = CLOUD.cloud();
    Cloud behindProxies =
        new Cloud(
            s3.endpoint(),
            sqs.endpoint(),
            cloud.region(),
            StaticCredentialsProvider.create(
                AwsSessionCredentials.create(right.accessKeyId(), right.secretAccessKey(), TOKEN)),
            cloud.queues());
    return AgentProcess.start(
        behindProxies,
        folder,
        List.of("-XX:TieredStopAtLevel=1"),
        List.of(
            "--bucket",
            bucket.name(),
            "--root",
            folder.resolve("node").toString(),
            "--queue-url",
            bucket.queueUrl(),
            "--engine",
            engine,
            "--log-level",
            "trace"));
  }
}
