/// The queues of the nodes: one for each node, all fed by the topic that the bucket notifies.
///
/// A [NodeQueue] makes the queue of its node, subscribes it, and removes both when the node goes. A
/// [QueueReaper] removes what nodes left behind that could not do so.
///
/// All state is in the queues' tags: which cluster and node a queue belongs to, when its agent last
/// gave a sign of life, and since when the reaper takes it for left behind. So agents and reapers
/// may be killed at any time and share nothing.
@NullMarked
package io.hydrant.queue;

import org.jspecify.annotations.NullMarked;
