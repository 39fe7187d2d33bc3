package io.hydrant.queue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An SNS topic, by the parts of its ARN.
///
/// @param arn the whole of it
/// @param partition `aws`, or that of another group of regions
public record Topic(String arn, String partition, String region, String account) {
  private static final Pattern ARN =
      Pattern.compile("arn:([a-z-]+):sns:([a-z0-9-]+):([0-9]{12}):[A-Za-z0-9_-]{1,256}");

  /// Reads an ARN.
  ///
  /// @throws IllegalArgumentException when it is not that of a standard topic; S3 does not notify
  ///   FIFO topics
  public static Topic parse(String arn) {
    Matcher matcher = ARN.matcher(arn);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'"
              + arn
              + "' is not the ARN of a standard SNS topic: write"
              + " arn:aws:sns:REGION:ACCOUNT:NAME");
    }
    return new Topic(arn, matcher.group(1), matcher.group(2), matcher.group(3));
  }

  /// The ARN of a queue in the topic's region and account.
  String arnOfQueue(String name) {
    return "arn:" + partition + ":sqs:" + region + ":" + account + ":" + name;
  }
}
