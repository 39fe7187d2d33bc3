/// The stand-in of SQS: ElasticMQ, with its queues in memory.
@NullMarked
package io.hydrant.localcloud.sqs;

import org.jspecify.annotations.NullMarked;
