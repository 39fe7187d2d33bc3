/// Checksums of bytes, in the algorithms that S3 keeps them in.
@NullMarked
package io.hydrant.digest;

import org.jspecify.annotations.NullMarked;
