/// The bucket as the agent reads it: list, head, fetch. `source.s3` is the real one.
@NullMarked
package io.hydrant.source;

import org.jspecify.annotations.NullMarked;
