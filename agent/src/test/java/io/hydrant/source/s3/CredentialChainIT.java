package io.hydrant.source.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.net.httpserver.HttpServer;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.source.SourceException;
import io.hydrant.testcloud.Cloud;
import io.hydrant.testcloud.CloudExtension;
import io.hydrant.testcloud.LocalcloudProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/// Both engines sign with what the SDK's chain of credentials finds. localcloud checks signatures.
@ParameterizedClass
@EnumSource(S3Settings.Engine.class)
class CredentialChainIT {
  @RegisterExtension
  static final CloudExtension CLOUD = new CloudExtension(new LocalcloudProvider());

  private static final ObjectKey KEY = new ObjectKey("loras/a.safetensors");
  private static final String POD_TOKEN = "token-of-the-pod";

  private final S3Settings.Engine engine;
  @AutoClose private final S3Fixture s3;
  private final AwsCredentials right = CLOUD.cloud().credentials().resolveCredentials();
  private final List<String> properties = new ArrayList<>();

  @TempDir private Path dir;

  CredentialChainIT(S3Settings.Engine engine) {
    this.engine = engine;
    this.s3 = new S3Fixture(CLOUD.cloud(), engine, false);
    s3.bucket().put(KEY.value(), "model".getBytes(StandardCharsets.UTF_8));
    // Nothing that the machine has.
    set("aws.disableEc2Metadata", "true");
    set("aws.sharedCredentialsFile", "/nonexistent");
    set("aws.configFile", "/nonexistent");
  }

  @BeforeEach
  void theEnvironmentGivesNone() {
    assumeFalse(
        System.getenv().containsKey("AWS_ACCESS_KEY_ID"),
        "no test can take away the credentials in the environment");
  }

  private void set(String property, String value) {
    System.setProperty(property, value);
    properties.add(property);
  }

  @AfterEach
  void unset() {
    properties.forEach(System::clearProperty);
  }

  @Test
  void thoseOfPodIdentityAreAskedForAtTheAddressThatThePodIsGiven() throws Exception {
    List<String> tokens = new ArrayList<>();
    HttpServer agent =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    agent.createContext(
        "/v1/credentials",
        exchange -> {
          tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] answer =
              """
              {"AccessKeyId": "%s", "SecretAccessKey": "%s", "Expiration": "%s", "Token": ""}\
              """
                  .formatted(
                      right.accessKeyId(),
                      right.secretAccessKey(),
                      Instant.now().plus(Duration.ofHours(1)))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    agent.start();
    try {
      Path token = Files.writeString(dir.resolve("token"), POD_TOKEN);
      set(
          "aws.containerCredentialsFullUri",
          "http://127.0.0.1:" + agent.getAddress().getPort() + "/v1/credentials");
      set("aws.containerAuthorizationTokenFile", token.toString());

      expectFetched();

      assertThat(tokens).as("asked once, not for every request").containsExactly(POD_TOKEN);
    } finally {
      agent.stop(0);
    }
  }

  @Test
  void thoseOfAProfileAreRead() throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("credentials"),
            """
            [default]
            aws_access_key_id = wrong
            aws_secret_access_key = wrong
            [models]
            aws_access_key_id = %s
            aws_secret_access_key = %s
            """
                .formatted(right.accessKeyId(), right.secretAccessKey()));
    set("aws.sharedCredentialsFile", file.toString());
    set("aws.profile", "models");

    expectFetched();
  }

  @Test
  void thoseThatAreGivenToTheProcessAreTakenFirst() throws Exception {
    set("aws.accessKeyId", right.accessKeyId());
    set("aws.secretAccessKey", right.secretAccessKey());

    expectFetched();
  }

  @Test
  void noneAnywhereIsToldAsSuch() {
    assertThatThrownBy(this::fetch)
        .isInstanceOfSatisfying(
            SourceException.class,
            failure -> assertThat(failure.kind()).isEqualTo(SourceException.Kind.CREDENTIALS));
  }

  private void expectFetched() throws IOException {
    fetch();
    assertThat(dir.resolve("target")).hasContent("model");
  }

  private void fetch() throws IOException {
    Cloud cloud = CLOUD.cloud();
    try (DefaultCredentialsProvider chain = DefaultCredentialsProvider.builder().build();
        S3Clients clients = S3Clients.open(cloud.s3Settings(engine), chain)) {
      S3ModelSource source = new S3ModelSource(clients, s3.bucket().name(), "");
      RemoteObject object = source.head(KEY).orElseThrow();
      source.fetch(object, dir.resolve("target"), _ -> {});
    }
  }
}
