/// Changes of the bucket as messages tell them. `event.sqs` reads them from an SQS queue.
///
/// An event is a hint to look at a key again, never a fact to act on: queues deliver twice, late
/// and out of order.
@NullMarked
package io.hydrant.event;

import org.jspecify.annotations.NullMarked;
