package io.hydrant.source.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Against the real client of the SDK, whose answers come from the test.
class ListedPagesTest {
  private static final ListObjectsV2Request REQUEST =
      ListObjectsV2Request.builder().bucket("models").encodingType(EncodingType.URL).build();

  private static final String ALPHABET = "ab/ +&<>%;'\"=?#.\u00e5\u20ac";

  private final Queue<Answer> answers = new ArrayDeque<>();

  @Test
  void theSameIsReadAsTheSdkReads() {
    Random random = new Random(20);
    for (int n = 0; n < 100; n++) {
      String text = randomPage(random);
      answers.add(Answer.ok(text));
      answers.add(Answer.ok(text));

      ListedPage page = get();
      ListObjectsV2Response sdk = withClient(client -> client.listObjectsV2(REQUEST));

      assertThat(page)
          .as(text)
          .isEqualTo(
              new ListedPage(
                  sdk.contents().stream().map(ListedPagesTest::asTheSdkHasIt).toList(),
                  sdk.commonPrefixes().stream().map(CommonPrefix::prefix).toList(),
                  sdk.nextContinuationToken()));
      assertThat(page.isLast()).as(text).isNotEqualTo(sdk.isTruncated());
    }
  }

  @Test
  void aConnectionThatBreaksIsTriedAgain() throws IOException {
    String page = "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>";
    answers.add(Answer.broken(page.substring(0, 30)));
    answers.add(Answer.ok(page));

    assertThat(get().isLast()).isTrue();
    assertThat(answers).isEmpty();
  }

  @Test
  void whatIsNoListingIsTold() {
    answers.add(Answer.ok("<html>Sign in to the network</html>"));

    assertThatThrownBy(this::get)
        .isInstanceOf(SdkClientException.class)
        .hasMessageContaining("a page of the listing cannot be read")
        .hasMessageContaining("it is <html>");
  }

  @Test
  void anAnswerWithoutContentIsNoEmptyBucket() {
    answers.add(new Answer(200, null));

    assertThatThrownBy(this::get)
        .isInstanceOf(SdkClientException.class)
        .hasMessageContaining("has no content");
  }

  @Test
  void anErrorIsReadByTheSdk() {
    answers.add(new Answer(403, Answer.stream("<Error><Code>AccessDenied</Code></Error>")));

    assertThatThrownBy(this::get)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied"));
  }

  private ListedPage get() {
    return withClient(client -> ListedPages.get(client, REQUEST));
  }

  private <T> T withClient(Function<S3Client, T> call) {
    try (S3Client client =
        S3Client.builder()
            .region(Region.EU_WEST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClient(new AnsweringClient(answers))
            .overrideConfiguration(override -> override.addExecutionInterceptor(new ListedPages()))
            .build()) {
      return call.apply(client);
    }
  }

  private static RemoteObject asTheSdkHasIt(S3Object listed) {
    boolean archived =
        "GLACIER".equals(listed.storageClassAsString())
            && (listed.restoreStatus() == null
                || listed.restoreStatus().restoreExpiryDate() == null);
    return new RemoteObject(
        new ObjectKey(listed.key()),
        new ByteSize(listed.size()),
        ETag.fromHeader(listed.eTag()),
        listed.lastModified(),
        null,
        null,
        archived);
  }

  private static String randomPage(Random random) {
    StringBuilder page =
        new StringBuilder("<?xml version='1.0' encoding='UTF-8'?>\n<ListBucketResult>");
    boolean more = random.nextBoolean();
    page.append(element("IsTruncated", more));
    if (more) {
      page.append(element("NextContinuationToken", "a&amp;" + random.nextInt()));
    }
    boolean encoded = random.nextBoolean();
    for (int n = random.nextInt(20); n > 0; n--) {
      page.append(element("Contents", randomObject(random, encoded)));
    }
    for (int n = random.nextInt(4); n > 0; n--) {
      page.append(element("CommonPrefixes", element("Prefix", randomKey(random, encoded))));
    }
    // S3's own pages tell it last.
    return page.append(encoded ? element("EncodingType", "url") : "") + "</ListBucketResult>\n";
  }

  private static String randomObject(Random random, boolean encoded) {
    String restore =
        switch (random.nextInt(3)) {
          case 0 -> "";
          case 1 -> element("RestoreStatus", element("IsRestoreInProgress", true));
          default ->
              element(
                  "RestoreStatus",
                  element("IsRestoreInProgress", false)
                      + element("RestoreExpiryDate", "2026-12-21T00:00:00Z"));
        };
    Instant time = Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
    List<String> fields =
        new ArrayList<>(
            List.of(
                element("Key", randomKey(random, encoded)),
                element("Size", random.nextLong(1L << 45)),
                element("ETag", "&quot;%x-2&quot;".formatted(random.nextInt())),
                element("LastModified", time),
                element("StorageClass", random.nextBoolean() ? "STANDARD" : "GLACIER"),
                element("ChecksumAlgorithm", "CRC32"),
                element("Owner", element("ID", "1") + element("DisplayName", "someone")),
                restore));
    Collections.shuffle(fields, random);
    return String.join(random.nextBoolean() ? "" : "\n  ", fields);
  }

  private static String randomKey(Random random, boolean encoded) {
    String key =
        random
            .ints(1 + random.nextInt(40), 0, ALPHABET.length())
            .mapToObj(at -> ALPHABET.substring(at, at + 1))
            .collect(Collectors.joining("", "k", ""));
    return encoded
        ? URLEncoder.encode(key, StandardCharsets.UTF_8)
        : key.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&#62;");
  }

  private static String element(String name, Object content) {
    return "<" + name + ">" + content + "</" + name + ">";
  }

  private record Answer(int status, @Nullable InputStream body) {
    static Answer ok(String body) {
      return new Answer(200, stream(body));
    }

    static Answer broken(String begin) throws IOException {
      InputStream closed = InputStream.nullInputStream();
      closed.close();
      return new Answer(200, new SequenceInputStream(stream(begin), closed));
    }

    static InputStream stream(String text) {
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private record AnsweringClient(Queue<Answer> answers) implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          Answer answer = answers.remove();
          return HttpExecuteResponse.builder()
              .response(SdkHttpResponse.builder().statusCode(answer.status()).build())
              .responseBody(
                  answer.body() == null ? null : AbortableInputStream.create(answer.body()))
              .build();
        }

        @Override
        public void abort() {}
      };
    }

    @Override
    public void close() {}
  }
}
