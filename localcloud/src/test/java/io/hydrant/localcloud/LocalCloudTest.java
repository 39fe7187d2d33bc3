package io.hydrant.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

class LocalCloudTest {
  @TempDir private Path directory;

  @Test
  void startsWithinSeconds() throws IOException {
    long before = System.nanoTime();
    try (LocalCloud cloud = LocalCloud.start(directory)) {
      Duration took = Duration.ofNanos(System.nanoTime() - before);
      System.out.println(cloud.s3Endpoint() + " was up after " + took.toMillis() + " ms");
      assertThat(cloud.bucket("models").topicArn())
          .isEqualTo("arn:aws:sns:us-east-1:000000000000:models-events");
    }
  }

  @Test
  void twoCloudsDoNotDisturbEachOther() throws IOException {
    try (LocalCloud one = LocalCloud.start(directory.resolve("one"));
        LocalCloud two = LocalCloud.start(directory.resolve("two"));
        Inbox inboxOfOne = Inbox.subscribedTo(one, one.bucket("models").topicArn(), "node", true);
        Inbox inboxOfTwo = Inbox.subscribedTo(two, two.bucket("models").topicArn(), "node", true)) {
      put(one, "of-one");
      put(two, "of-two");

      assertThat(inboxOfOne.takeRecord().at("/s3/object/key").asString()).isEqualTo("of-one");
      assertThat(inboxOfTwo.takeRecord().at("/s3/object/key").asString()).isEqualTo("of-two");
      assertThat(inboxOfOne.rest()).isEmpty();
      assertThat(keys(one)).containsExactly("of-one");
    }
  }

  @Test
  void oneCloudGoesOnWhenAnotherIsClosed() throws IOException {
    try (LocalCloud two = LocalCloud.start(directory.resolve("two"))) {
      LocalCloud.start(directory.resolve("one")).close();

      try (Inbox inbox = Inbox.subscribedTo(two, two.bucket("models").topicArn(), "q", true)) {
        put(two, "x");
        assertThat(inbox.takeRecord().at("/s3/object/key").asString()).isEqualTo("x");
      }
    }
  }

  @Test
  void afterCloseNobodyListens() throws IOException {
    LocalCloud cloud = LocalCloud.start(directory);
    List<URI> endpoints = List.of(cloud.s3Endpoint(), cloud.sqsEndpoint(), cloud.snsEndpoint());
    assertThat(endpoints).allSatisfy(LocalCloudTest::connect);
    cloud.close();
    cloud.close();

    assertThat(endpoints)
        .allSatisfy(endpoint ->
            assertThatThrownBy(() -> connect(endpoint)).isInstanceOf(ConnectException.class));
  }

  @Test
  void afterCloseItsThreadsEnd() throws Exception {
    Set<Thread> before = threads();
    try (LocalCloud cloud = LocalCloud.start(directory)) {
      put(cloud, "x", cloud.bucket("models").name());
      assertThat(threads()).hasSizeGreaterThan(before.size());
    }

    for (Thread thread : threads()) {
      if (!before.contains(thread) && isOurs(thread)) {
        assertThat(thread.join(Duration.ofSeconds(30))).as(thread.getName()).isTrue();
      }
    }
  }

  @Test
  void objectsOutliveTheCloud() throws IOException {
    try (LocalCloud cloud = LocalCloud.start(directory)) {
      cloud.createBucket("models");
      put(cloud, "x");
    }

    try (LocalCloud cloud = LocalCloud.start(directory)) {
      assertThat(keys(cloud)).containsExactly("x");
      assertThat(cloud.createBucket("models")).isEqualTo("models");
    }
  }

  @Test
  void aTakenPortIsNamedAndNothingStaysBehind() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> LocalCloud.start(new LocalCloudOptions(directory, port, 0, 0)))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("S3 cannot listen on port " + port);
      assertThatThrownBy(() -> LocalCloud.start(new LocalCloudOptions(directory, 0, port, 0)))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("SQS cannot listen on port " + port);
      assertThatThrownBy(() -> LocalCloud.start(new LocalCloudOptions(directory, 0, 0, port)))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("SNS cannot listen on port " + port);
    }
  }

  @Test
  void givenPortsAreUsed() throws IOException {
    LocalCloudOptions options =
        new LocalCloudOptions(directory, freePort(), freePort(), freePort());
    try (LocalCloud cloud = LocalCloud.start(options)) {
      assertThat(cloud.s3Endpoint().getPort()).isEqualTo(options.s3Port());
      assertThat(cloud.sqsEndpoint().getPort()).isEqualTo(options.sqsPort());
      assertThat(cloud.snsEndpoint().getPort()).isEqualTo(options.snsPort());
      assertThat(cloud.createQueue("node")).startsWith(cloud.sqsEndpoint().toString());
    }
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsNamed() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> LocalCloud.start(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }

  private static void put(LocalCloud cloud, String key) {
    put(cloud, key, "models");
  }

  private static void put(LocalCloud cloud, String key, String bucket) {
    try (S3Client s3 = cloud.newS3Client()) {
      s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString("x"));
    }
  }

  private static List<String> keys(LocalCloud cloud) {
    try (S3Client s3 = cloud.newS3Client()) {
      return s3.listObjectsV2(request -> request.bucket("models")).contents().stream()
          .map(S3Object::key)
          .toList();
    }
  }

  private static void connect(URI endpoint) throws IOException {
    new Socket(endpoint.getHost(), endpoint.getPort()).close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(LocalCloudTest::isOurs)
        .collect(Collectors.toSet());
  }

  private static boolean isOurs(Thread thread) {
    return thread.getName().startsWith("localcloud") || thread.getName().startsWith("S3Proxy");
  }
}
