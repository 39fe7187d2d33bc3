package io.hydrant.event.sqs;

import io.hydrant.event.BucketEvent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Messages as S3 and SNS write them.
final class S3Messages {
  private S3Messages() {}

  static String of(BucketEvent event) {
    String name =
        switch (event.kind()) {
          case CREATED -> "ObjectCreated:Put";
          case REMOVED -> "ObjectRemoved:Delete";
          case OTHER -> "ObjectTagging:Put";
        };
    return of(event.bucket(), event.key().value(), name, event.time());
  }

  static String of(String bucket, String key, String eventName, Instant time) {
    return "{\"Records\":[" + record(bucket, key, eventName, time) + "]}";
  }

  static String record(String bucket, String key, String eventName, Instant time) {
    String encoded = URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
    return recordOfEncodedKey(bucket, encoded, eventName, time);
  }

  static String recordOfEncodedKey(
      String bucket, String encodedKey, String eventName, Instant time) {
    return """
    {"eventVersion":"2.1","eventSource":"aws:s3","eventTime":"%s","eventName":"%s",
    "s3":{"bucket":{"name":"%s"},"object":{"key":"%s","size":1}}}\
    """
        .formatted(time, eventName, bucket, encodedKey);
  }

  static String inSnsEnvelope(String message) {
    return new JsonMapper()
        .writeValueAsString(
            Map.of(
                "Type",
                "Notification",
                "MessageId",
                "da41e39f-ea4d-435a-b922-c6aae3915ebe",
                "TopicArn",
                "arn:aws:sns:eu-west-1:111122223333:models",
                "Message",
                message,
                "Timestamp",
                "2026-01-02T03:04:05.700Z"));
  }
}
