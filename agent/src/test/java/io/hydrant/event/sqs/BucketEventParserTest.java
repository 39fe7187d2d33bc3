package io.hydrant.event.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.event.BucketEvent;
import io.hydrant.event.BucketEvent.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketEventParserTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

  private final BucketEventParser parser = new BucketEventParser();

  @Test
  void theEventThatS3WritesIsRead() {
    String body =
        """
        {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"eu-west-1",
        "eventTime":"2026-01-02T03:04:05.678Z","eventName":"ObjectCreated:CompleteMultipartUpload",
        "userIdentity":{"principalId":"AWS:AIDA"},"requestParameters":{"sourceIPAddress":"10.0.0.1"},
        "responseElements":{"x-amz-request-id":"C3D13FE58DE4C810"},
        "s3":{"s3SchemaVersion":"1.0","configurationId":"all","bucket":{"name":"models",
        "ownerIdentity":{"principalId":"A3"},"arn":"arn:aws:s3:::models"},
        "object":{"key":"loras/my+d%C3%A9tail+%2B1.safetensors","size":1024,
        "eTag":"d41d8cd98f00b204e9800998ecf8427e-7","versionId":"096fKKXTRTtl3on89fVO",
        "sequencer":"0055AED6DCD90281E5"}}}]}\
        """;

    assertThat(eventsOf(body))
        .containsExactly(
            new BucketEvent(
                "models",
                new ObjectKey("loras/my détail +1.safetensors"),
                Kind.CREATED,
                TIME,
                "0055AED6DCD90281E5",
                RemoteObject.of(
                    new ObjectKey("loras/my détail +1.safetensors"),
                    new ByteSize(1024),
                    new ETag("d41d8cd98f00b204e9800998ecf8427e-7"),
                    TIME)));
  }

  @Test
  void aDeleteNeedsNeitherSizeNorETag() {
    String body =
        """
        {"Records":[{"eventTime":"2026-01-02T03:04:05.678Z","eventName":"ObjectRemoved:Delete",
        "s3":{"bucket":{"name":"models"},"object":{"key":"vae/ae.safetensors"}}}]}\
        """;

    assertThat(eventsOf(body))
        .containsExactly(
            new BucketEvent("models", new ObjectKey("vae/ae.safetensors"), Kind.REMOVED, TIME));
  }

  @Test
  void anSnsEnvelopeIsOpened() {
    String inner =
        S3Messages.of(new BucketEvent("models", new ObjectKey("a b"), Kind.CREATED, TIME));

    assertThat(parser.parse(S3Messages.inSnsEnvelope(inner))).isEqualTo(parser.parse(inner));
    assertThat(eventsOf(inner)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "Object Created, CREATED",
    "Object Deleted, REMOVED",
    "Object Tags Added, OTHER",
    "Object Storage Class Changed, OTHER"
  })
  void anEventOfEventBridgeIsReadWithItsKeyAsItIs(String detailType, Kind kind) {
    String body =
        """
        {"version":"0","id":"17793124","detail-type":"%s","source":"aws.s3",
        "account":"111122223333","time":"2026-01-02T03:04:05Z","region":"eu-west-1",
        "resources":["arn:aws:s3:::models"],"detail":{"version":"0","bucket":{"name":"models"},
        "object":{"key":"loras/100%%25 a+b.safetensors","size":5,"etag":"b1946ac9","sequencer":"00617F08299329D189"},
        "request-id":"N4N7GDK58NMKJ12R","requester":"123456789012","reason":"PutObject"}}\
        """
            .formatted(detailType);

    ObjectKey key = new ObjectKey("loras/100%25 a+b.safetensors");
    Instant time = Instant.parse("2026-01-02T03:04:05Z");
    RemoteObject object = RemoteObject.of(key, new ByteSize(5), new ETag("b1946ac9"), time);
    assertThat(eventsOf(body))
        .containsExactly(
            new BucketEvent(
                "models",
                key,
                kind,
                time,
                "00617F08299329D189",
                kind == Kind.CREATED ? object : null));
  }

  @Test
  void aTestEventIsKnownAndTellsNothing() {
    String body =
        """
        {"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-01-02T03:04:05.678Z",
        "Bucket":"models","RequestId":"5582815E1AEA5ADF","HostId":"8cLeGAmw098X5cv4Zkwcmo8vvZa3"}\
        """;

    assertThat(parser.parse(body)).isEqualTo(new ParsedMessage.Ignorable("test event"));
    assertThat(parser.parse(S3Messages.inSnsEnvelope(body))).isEqualTo(parser.parse(body));
  }

  @Test
  void aListOfNoRecordsTellsNothing() {
    assertThat(parser.parse("{\"Records\":[]}"))
        .isEqualTo(new ParsedMessage.Ignorable("no records"));
  }

  @ParameterizedTest
  @CsvSource({
    "ObjectCreated:Put, CREATED",
    "ObjectCreated:Copy, CREATED",
    "s3:ObjectCreated:Post, CREATED",
    "ObjectRemoved:Delete, REMOVED",
    "ObjectRemoved:DeleteMarkerCreated, REMOVED",
    "LifecycleExpiration:Delete, REMOVED",
    "LifecycleTransition, OTHER",
    "ObjectRestore:Completed, OTHER",
    "ObjectTagging:Put, OTHER",
    "SomethingOfTomorrow, OTHER"
  })
  void anEventsNameTellsWhatHappened(String name, Kind kind) {
    String body = S3Messages.of("models", "key", name, TIME);

    assertThat(eventsOf(body)).extracting(BucketEvent::kind).containsExactly(kind);
  }

  @Test
  void everyRecordOfAMessageIsAnEvent() {
    String one = S3Messages.record("models", "a", "ObjectCreated:Put", TIME);
    String other = S3Messages.record("models", "b", "ObjectRemoved:Delete", TIME);

    assertThat(eventsOf("{\"Records\":[" + one + "," + other + "]}"))
        .extracting(event -> event.key().value())
        .containsExactly("a", "b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|the body is not a JSON object",
        "hello|the body is not a JSON object",
        "[]|the body is not a JSON object",
        "null|the body is not a JSON object",
        "{\"Records\":[]} {}|the body is not a JSON object",
        "{\"Records\":[],\"Records\":[]}|the body is not a JSON object",
        "{}|neither an S3 event, nor one of EventBridge, nor in an SNS envelope",
        "{\"Event\":\"s3:OtherEvent\"}|neither an S3 event, nor one of EventBridge, nor in an SNS envelope",
        "{\"Records\":{}}|'Records' is no list",
        "{\"Records\":[7]}|'name' is missing or no text",
        "{\"Type\":\"SubscriptionConfirmation\",\"TopicArn\":\"a\"}|an SNS message that is no notification",
        "{\"Type\":\"Notification\",\"TopicArn\":\"a\"}|'Message' is missing or no text",
        "{\"Type\":\"Notification\",\"Message\":\"hello\"}|the SNS message is not a JSON object",
        "{\"detail-type\":\"Object Created\",\"source\":\"aws.ec2\"}|an EventBridge event that is not of S3",
      })
  void aMessageThatIsNoneIsMalformedAndSaysWhy(String body, String reason) {
    assertThat(parser.parse(body)).isEqualTo(new ParsedMessage.Malformed(reason));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "100%", "a%2", "a%zz", "%ff", "%C3%28", "%ED%A0%80", ""})
  void aKeyThatIsNotEncodedAsS3DoesIsMalformed(String encoded) {
    String body =
        "{\"Records\":[%s]}"
            .formatted(S3Messages.recordOfEncodedKey("models", encoded, "ObjectCreated:Put", TIME));

    assertThat(parser.parse(body)).isEqualTo(new ParsedMessage.Malformed("its key is none"));
  }

  @Test
  void halfASurrogatePairIsNoKey() {
    String s3 =
        "{\"Records\":[%s]}"
            .formatted(
                S3Messages.recordOfEncodedKey("models", "\\ud83d", "ObjectCreated:Put", TIME));

    assertThat(parser.parse(s3)).isEqualTo(new ParsedMessage.Malformed("its key is none"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "1767323045", ""})
  void aTimeThatIsNoneIsMalformed(String time) {
    String body =
        S3Messages.of("models", "key", "ObjectCreated:Put", TIME)
            .replace("2026-01-02T03:04:05.678Z", time);

    assertThat(parser.parse(body)).isEqualTo(new ParsedMessage.Malformed("its time is none"));
  }

  static LongStream seeds() {
    return LongStream.concat(LongStream.range(0, 20), new Random().longs(5));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anyKeySurvivesItsEncoding(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      BucketEvent event = new BucketEvent("models", randomKey(random), Kind.CREATED, TIME);

      assertThat(eventsOf(S3Messages.of(event))).containsExactly(event);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aDamagedMessageNeverDoesMoreThanBeMalformedOrTellOtherEvents(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      String body = S3Messages.of(new BucketEvent("models", randomKey(random), Kind.CREATED, TIME));
      byte[] bytes =
          (random.nextBoolean() ? body : S3Messages.inSnsEnvelope(body))
              .getBytes(StandardCharsets.UTF_8);
      for (int damage = random.nextInt(1, 5); damage > 0; damage--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      String damaged =
          new String(bytes, 0, random.nextInt(bytes.length) + 1, StandardCharsets.UTF_8);

      switch (parser.parse(damaged)) {
        case ParsedMessage.Events(List<BucketEvent> events) -> assertThat(events).isNotEmpty();
        case ParsedMessage.Ignorable(String what) -> assertThat(what).isNotBlank();
        case ParsedMessage.Malformed(String reason) -> assertThat(reason).hasSizeBetween(10, 80);
      }
    }
  }

  private static ObjectKey randomKey(Random random) {
    return new ObjectKey(
        random
            .ints(random.nextInt(1, 40), 0, 0x2_0000)
            .filter(codePoint -> Character.getType(codePoint) != Character.SURROGATE)
            .collect(
                () -> new StringBuilder("k"), StringBuilder::appendCodePoint, StringBuilder::append)
            .toString());
  }

  private List<BucketEvent> eventsOf(String body) {
    return switch (parser.parse(body)) {
      case ParsedMessage.Events(List<BucketEvent> events) -> events;
      case ParsedMessage.Ignorable _, ParsedMessage.Malformed _ ->
          throw new AssertionError("no events: " + parser.parse(body));
    };
  }
}
