package io.hydrant.localcloud.sns;

/// A queue that receives what is published to a topic.
///
/// @param raw whether the queue gets the bare message, or an envelope around it
public record Subscription(String arn, String topicArn, String queueArn, boolean raw) {}
