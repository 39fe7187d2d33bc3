/// What happens, told as it happens. The core tells [SyncEvent]s to one [SyncListener]; log, status
/// and metrics listen.
@NullMarked
package io.hydrant.progress;

import org.jspecify.annotations.NullMarked;
