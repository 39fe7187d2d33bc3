/// How the agent is doing, as one value: [AgentStatus]. The [StatusTracker] folds
/// [io.hydrant.progress.SyncEvent]s into it.
@NullMarked
package io.hydrant.status;

import org.jspecify.annotations.NullMarked;
