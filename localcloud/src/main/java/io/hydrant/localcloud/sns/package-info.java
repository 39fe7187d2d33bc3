/// A small SNS: topics that bring their messages to queues, and enough of the wire protocol for the
/// AWS SDK and the AWS CLI.
///
/// {@link io.hydrant.localcloud.sns.Topics} is what topics do; {@link
/// io.hydrant.localcloud.sns.TopicServer} is how it is asked over HTTP. Subscribers are SQS queues
/// only, `RawMessageDelivery` is the only attribute of a subscription, nothing is signed and no
/// request's signature is checked.
@NullMarked
package io.hydrant.localcloud.sns;

import org.jspecify.annotations.NullMarked;
