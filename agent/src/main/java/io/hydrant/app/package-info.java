/// Builds the agent out of its parts, starts it, and closes it in reverse; and its log.
@NullMarked
package io.hydrant.app;

import org.jspecify.annotations.NullMarked;
