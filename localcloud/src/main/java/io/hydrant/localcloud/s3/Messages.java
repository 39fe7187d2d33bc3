package io.hydrant.localcloud.s3;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes the messages that S3 sends to a topic, in S3's own shape.
///
/// See [the event message
/// structure](https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html).
final class Messages {
  private static final JsonMapper JSON = new JsonMapper();

  private final String region;
  private final InstantSource clock;
  private final AtomicLong lastSequencer = new AtomicLong();

  Messages(String region, InstantSource clock) {
    this.region = region;
    this.clock = clock;
  }

  /// What a topic receives first when a bucket is told to notify it.
  String test(String bucket) {
    return JSON.createObjectNode()
        .put("Service", "Amazon S3")
        .put("Event", "s3:TestEvent")
        .put("Time", now().toString())
        .put("Bucket", bucket)
        .put("RequestId", anyId())
        .put("HostId", anyId())
        .toString();
  }

  String of(ObjectChange change) {
    ObjectNode event =
        JSON.createObjectNode()
            .put("eventVersion", "2.1")
            .put("eventSource", "aws:s3")
            .put("awsRegion", region)
            .put("eventTime", now().toString())
            .put("eventName", change.eventName());
    event.putObject("userIdentity").put("principalId", "localcloud");
    event.putObject("requestParameters").put("sourceIPAddress", "127.0.0.1");
    event.putObject("responseElements").put("x-amz-request-id", anyId()).put("x-amz-id-2", anyId());
    ObjectNode s3 = event.putObject("s3");
    s3.put("s3SchemaVersion", "1.0").put("configurationId", "localcloud");
    ObjectNode bucket = s3.putObject("bucket");
    bucket.put("name", change.bucket());
    bucket.putObject("ownerIdentity").put("principalId", "localcloud");
    bucket.put("arn", "arn:aws:s3:::" + change.bucket());
    ObjectNode object = s3.putObject("object").put("key", encoded(change.key()));
    switch (change) {
      case ObjectChange.Created created ->
          object.put("size", created.size()).put("eTag", created.eTag());
      case ObjectChange.Removed _ -> {
        // S3 tells neither size nor ETag of what is gone.
      }
    }
    object.put("sequencer", "%016X".formatted(nextSequencer()));
    ObjectNode message = JSON.createObjectNode();
    message.putArray("Records").add(event);
    return message.toString();
  }

  /// Form encoding, so a space is a plus sign, with slashes left as they are.
  private static String encoded(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
  }

  /// Microseconds since the epoch, so that they also rise from one process to the next on the same
  /// directory.
  private long nextSequencer() {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    return lastSequencer.updateAndGet(last -> Math.max(last + 1, now));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static String anyId() {
    return UUID.randomUUID().toString();
  }
}
