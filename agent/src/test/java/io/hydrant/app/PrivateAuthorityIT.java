package io.hydrant.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testcloud.Cloud;
import io.hydrant.testcloud.CloudExtension;
import io.hydrant.testcloud.LocalcloudProvider;
import io.hydrant.testcloud.PrivateAuthority;
import io.hydrant.testcloud.TlsFront;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// An S3 and an SQS whose certificates are of an authority that the system does not know.
@Timeout(120)
class PrivateAuthorityIT {
  @RegisterExtension
  private static final CloudExtension CLOUD = new CloudExtension(new LocalcloudProvider());

  private static final int LARGE = 20 << 20;

  @AutoClose private final CloudBucket bucket = new CloudBucket(CLOUD.cloud());

  @TempDir private static Path certificates;

  private static PrivateAuthority authority;

  @TempDir private Path folder;

  private TlsFront s3;
  private TlsFront sqs;

  @BeforeAll
  static void makeCertificates() throws Exception {
    authority = PrivateAuthority.in(certificates, "ip:127.0.0.1");
  }

  @BeforeEach
  void speakTls() throws Exception {
    s3 = new TlsFront(CLOUD.cloud().s3Endpoint(), authority.server());
    sqs = new TlsFront(CLOUD.cloud().sqsEndpoint(), authority.server());
    bucket.put("checkpoints/large", new byte[LARGE]);
    bucket.put("loras/small", new byte[1000]);
  }

  @AfterEach
  void end() {
    s3.close();
    sqs.close();
  }

  @Test
  void isTrustedWhenItsCertificateIsGiven() throws Exception {
    try (AgentProcess agent = start("--ca-bundle", authority.bundle().toString())) {
      Await.until(() -> agent.status().ready(), agent::log);
      bucket.put("loras/later", new byte[1000]);
      Await.until(() -> tree().size() == 3, agent::log);

      assertThat(tree()).isEqualTo(bucket.tree());
    }
  }

  @Test
  void isRefusedByNameWhenItsCertificateIsNotGiven() throws Exception {
    try (AgentProcess agent = start()) {
      Await.until(
          () -> agent.log().contains(refusal(s3)) && agent.log().contains(refusal(sqs)),
          agent::log);

      assertThat(agent.status().ready()).isFalse();
      assertThat(agent.log()).contains("give the certificate of the authority that signed it as");
    }
    assertThat(tree()).isEmpty();
  }

  private static String refusal(TlsFront front) {
    return "the TLS certificate of " + front.endpoint() + " is not trusted (PKIX path";
  }

  private Map<String, String> tree() throws Exception {
    return Tree.of(folder.resolve("node"));
  }

  private AgentProcess start(String... more) throws Exception {
    Cloud cloud = CLOUD.cloud();
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--bucket", bucket.name(), "--queue-url", bucket.queueUrl()));
    arguments.addAll(List.of("--root", folder.resolve("node").toString()));
    arguments.addAll(List.of(more));
    return AgentProcess.start(
        new Cloud(
            s3.endpoint(), sqs.endpoint(), cloud.region(), cloud.credentials(), cloud.queues()),
        folder,
        List.of("-XX:TieredStopAtLevel=1"),
        arguments);
  }
}
