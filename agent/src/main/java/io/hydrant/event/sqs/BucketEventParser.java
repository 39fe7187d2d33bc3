package io.hydrant.event.sqs;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.event.BucketEvent;
import io.hydrant.event.BucketEvent.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the body of a message: the event that S3 writes, the same in an SNS envelope, or what
/// EventBridge makes of it.
///
/// Strict about what it needs (bucket, key, time, what happened) and blind to the rest. A message
/// with one unreadable record is unreadable as a whole: S3 sends one record per message, so the
/// others would be no gain, and half a message can be neither settled nor left.
final class BucketEventParser {
  private final JsonMapper mapper =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  ParsedMessage parse(String body) {
    try {
      JsonNode message = read(body, "the body");
      return message.has("TopicArn") || message.has("Message")
          ? parseEvents(read(notificationOf(message), "the SNS message"))
          : parseEvents(message);
    } catch (Unreadable e) {
      return new ParsedMessage.Malformed(e.reason);
    }
  }

  private JsonNode read(String json, String what) throws Unreadable {
    try {
      JsonNode node = mapper.readTree(json);
      if (node.isObject()) {
        return node;
      }
    } catch (JacksonException _) {
      // The reason below says it all, and without the message's content.
    }
    throw new Unreadable(what + " is not a JSON object");
  }

  /// With raw delivery on, SNS sends no envelope; without, this is the inside of it.
  private static String notificationOf(JsonNode envelope) throws Unreadable {
    if (!text(envelope, "Type").equals("Notification")) {
      throw new Unreadable("an SNS message that is no notification");
    }
    return text(envelope, "Message");
  }

  private static ParsedMessage parseEvents(JsonNode message) throws Unreadable {
    if (message.has("Records")) {
      return parseRecords(message.get("Records"));
    }
    if (message.has("detail-type")) {
      return new ParsedMessage.Events(List.of(parseEventBridge(message)));
    }
    if (message.path("Event").asString("").equals("s3:TestEvent")) {
      return new ParsedMessage.Ignorable("test event");
    }
    throw new Unreadable("neither an S3 event, nor one of EventBridge, nor in an SNS envelope");
  }

  private static ParsedMessage parseRecords(JsonNode records) throws Unreadable {
    if (!records.isArray()) {
      throw new Unreadable("'Records' is no list");
    }
    List<BucketEvent> events = new ArrayList<>();
    for (JsonNode each : records) {
      JsonNode s3 = each.path("s3");
      events.add(
          event(
              text(s3.path("bucket"), "name"),
              key(UrlEncoding.decode(text(s3.path("object"), "key"))),
              kindOfS3(text(each, "eventName")),
              time(text(each, "eventTime")),
              s3.path("object").path("eTag"),
              s3.path("object")));
    }
    return events.isEmpty()
        ? new ParsedMessage.Ignorable("no records")
        : new ParsedMessage.Events(events);
  }

  private static BucketEvent parseEventBridge(JsonNode message) throws Unreadable {
    if (!text(message, "source").equals("aws.s3")) {
      throw new Unreadable("an EventBridge event that is not of S3");
    }
    JsonNode detail = message.path("detail");
    return event(
        text(detail.path("bucket"), "name"),
        // Unlike in the shape that S3 itself writes, the key is not encoded here.
        key(text(detail.path("object"), "key")),
        kindOfEventBridge(text(message, "detail-type")),
        time(text(message, "time")),
        detail.path("object").path("etag"),
        detail.path("object"));
  }

  private static BucketEvent event(
      String bucket, ObjectKey key, Kind kind, Instant time, JsonNode etag, JsonNode object) {
    return new BucketEvent(
        bucket,
        key,
        kind,
        time,
        optionalText(object, "sequencer"),
        kind == Kind.CREATED ? created(key, object.path("size"), etag, time) : null);
  }

  /// What the event says of the new object, if it says enough to fetch it.
  private static @Nullable RemoteObject created(
      ObjectKey key, JsonNode size, JsonNode etag, Instant time) {
    if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 0) {
      return null;
    }
    try {
      return etag.isString()
          ? RemoteObject.of(
              key, new ByteSize(size.longValue()), ETag.fromHeader(etag.stringValue()), time)
          : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static Kind kindOfS3(String eventName) {
    String name = eventName.startsWith("s3:") ? eventName.substring(3) : eventName;
    if (name.startsWith("ObjectCreated:")) {
      return Kind.CREATED;
    }
    return name.startsWith("ObjectRemoved:") || name.startsWith("LifecycleExpiration:")
        ? Kind.REMOVED
        : Kind.OTHER;
  }

  private static Kind kindOfEventBridge(String detailType) {
    return switch (detailType) {
      case "Object Created" -> Kind.CREATED;
      case "Object Deleted" -> Kind.REMOVED;
      default -> Kind.OTHER;
    };
  }

  private static ObjectKey key(@Nullable String text) throws Unreadable {
    // S3's keys are UTF-8, in which half of a surrogate pair does not exist.
    if (text == null || text.isEmpty() || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new Unreadable("its key is none");
    }
    return new ObjectKey(text);
  }

  private static Instant time(String text) throws Unreadable {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException _) {
      throw new Unreadable("its time is none");
    }
  }

  private static String text(JsonNode parent, String field) throws Unreadable {
    String text = optionalText(parent, field);
    if (text == null) {
      throw new Unreadable("'" + field + "' is missing or no text");
    }
    return text;
  }

  private static @Nullable String optionalText(JsonNode parent, String field) {
    JsonNode node = parent.path(field);
    return node.isString() ? node.stringValue() : null;
  }

  /// Leaves the parser by the short way.
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    Unreadable(String reason) {
      super(reason, null, false, false);
      this.reason = reason;
    }
  }
}
