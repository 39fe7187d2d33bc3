package io.hydrant.localcloud.sns;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Wraps a message in the JSON in which a subscriber without raw delivery gets it.
final class Envelope {
  private static final JsonMapper JSON = new JsonMapper();

  private final InstantSource clock;

  Envelope(InstantSource clock) {
    this.clock = clock;
  }

  /// The envelope around a message; the subject is left out when it is empty.
  String around(UUID id, String topicArn, String subject, String message) {
    ObjectNode envelope =
        JSON.createObjectNode()
            .put("Type", "Notification")
            .put("MessageId", id.toString())
            .put("TopicArn", topicArn);
    if (!subject.isEmpty()) {
      envelope.put("Subject", subject);
    }
    return envelope
        .put("Message", message)
        .put("Timestamp", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString())
        .put("SignatureVersion", "1")
        .put("Signature", "")
        .put("SigningCertURL", "")
        .put("UnsubscribeURL", "")
        .toString();
  }
}
