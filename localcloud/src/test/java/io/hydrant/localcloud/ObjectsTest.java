package io.hydrant.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

class ObjectsTest {
  private LocalCloud cloud;
  private S3Client s3;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    cloud = LocalCloud.start(directory);
    s3 = cloud.newS3Client();
    cloud.createBucket("models");
  }

  @AfterEach
  void stop() {
    s3.close();
    cloud.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "checkpoints/sd_xl_base_1.0.safetensors",
        "loras/a b+c(ü).safetensors",
        "loras/100% 'quoted' \"twice\".safetensors",
        "vae/模型 🐎.safetensors",
        "a/b/c/d",
        ".hidden"
      })
  void whatWasPutIsListedAndRead(String key) {
    put(key, "content of " + key);

    assertThat(keys()).containsExactly(key);
    assertThat(read(key)).isEqualTo("content of " + key);
  }

  @Test
  void aListingTellsSizeETagAndTime() {
    put("x", "hello");

    S3Object object = list().getFirst();
    assertThat(object.size()).isEqualTo(5);
    assertThat(object.eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
    assertThat(object.lastModified())
        .isEqualTo(s3.headObject(request -> request.bucket("models").key("x")).lastModified());
  }

  @Test
  void aListingGoesOnPageByPage() {
    for (int i = 0; i < 5; i++) {
      put("loras/" + i, "x");
    }

    assertThat(s3.listObjectsV2Paginator(request -> request.bucket("models").maxKeys(2)).contents())
        .hasSize(5);
  }

  @Test
  void aRangeIsReadAlone() {
    put("x", "hello world");

    assertThat(
            s3.getObjectAsBytes(request -> request.bucket("models").key("x").range("bytes=6-8"))
                .asUtf8String())
        .isEqualTo("wor");
  }

  @Test
  void aReadOfWhatHasBeenReplacedIsRefused() {
    put("x", "old");
    String eTag = s3.headObject(request -> request.bucket("models").key("x")).eTag();
    put("x", "new");

    assertThatThrownBy(
            () -> s3.getObjectAsBytes(request -> request.bucket("models").key("x").ifMatch(eTag)))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
  }

  @Test
  void anUnfinishedObjectIsNotListed() throws InterruptedException {
    CountDownLatch halfSent = new CountDownLatch(1);
    CountDownLatch listed = new CountDownLatch(1);
    byte[] half = new byte[4 << 20];
    InputStream body =
        new SequenceInputStream(
            new ByteArrayInputStream(half),
            new WaitingStream(halfSent, listed, new ByteArrayInputStream(half)));
    Thread upload =
        Thread.ofVirtual()
            .start(() ->
                s3.putObject(
                    request -> request.bucket("models").key("big"),
                    RequestBody.fromInputStream(body, 2L * half.length)));
    halfSent.await();

    assertThat(keys()).isEmpty();
    listed.countDown();
    upload.join();
    assertThat(keys()).containsExactly("big");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a//b", "/a", "a//", "./a", "a/..", "x-0b5ac1f2-3cd4-4e5f-8a6b-7c8d9e0f1a2b"})
  void aKeyThatCannotBeHeldIsRefused(String key) {
    assertThatThrownBy(() -> put(key, "x"))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(400));
    assertThatThrownBy(() -> s3.createMultipartUpload(request -> request.bucket("models").key(key)))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(400));
    assertThat(keys()).isEmpty();
  }

  @Test
  void theLongestNameIsHeldAndALongerOneRefused() {
    put("loras/" + "x".repeat(218), "content");
    put("loras/" + "ü".repeat(109), "content");

    assertThatThrownBy(() -> put("loras/" + "ü".repeat(110), "content"))
        .isInstanceOf(S3Exception.class)
        .hasMessageContaining("218 bytes");
    assertThat(keys()).hasSize(2);
  }

  @Test
  void aWrongSecretIsRefused() {
    try (S3Client stranger =
        S3Client.builder()
            .endpointOverride(cloud.s3Endpoint())
            .region(s3.serviceClientConfiguration().region())
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(cloud.accessKey(), "guessed")))
            .build()) {
      assertThatThrownBy(() -> stranger.listObjectsV2(request -> request.bucket("models")))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "Models", "a", "a/b", ""})
  void anImpossibleBucketNameIsRefused(String name) {
    assertThatThrownBy(() -> cloud.createBucket(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "' is not a name for a bucket");
  }

  private void put(String key, String content) {
    s3.putObject(request -> request.bucket("models").key(key), RequestBody.fromString(content));
  }

  private String read(String key) {
    return s3.getObjectAsBytes(request -> request.bucket("models").key(key))
        .asString(StandardCharsets.UTF_8);
  }

  private List<S3Object> list() {
    return s3.listObjectsV2(request -> request.bucket("models")).contents();
  }

  private List<String> keys() {
    return list().stream().map(S3Object::key).toList();
  }

  /// Gives its content only when it is told to.
  private static final class WaitingStream extends InputStream {
    private final CountDownLatch reached;
    private final CountDownLatch goOn;
    private final InputStream content;

    WaitingStream(CountDownLatch reached, CountDownLatch goOn, InputStream content) {
      this.reached = reached;
      this.goOn = goOn;
      this.content = content;
    }

    @Override
    public int read() throws IOException {
      await();
      return content.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      await();
      return content.read(bytes, offset, length);
    }

    private void await() throws IOException {
      reached.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }
}
