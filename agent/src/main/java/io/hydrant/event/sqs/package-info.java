/// Bucket events from an SQS queue, in all the shapes in which S3, SNS and EventBridge put them
/// there.
///
/// A message that holds no event, such as `s3:TestEvent`, is deleted. One that cannot be understood
/// is counted and logged, once per reason. If the queue has a dead-letter queue, the message is
/// left to it: it stays invisible until its visibility runs out, comes back as often as the redrive
/// policy allows, and ends there. If not, it would come back until it expires, so it is deleted and
/// its beginning stands in the log.
@NullMarked
package io.hydrant.event.sqs;

import org.jspecify.annotations.NullMarked;
