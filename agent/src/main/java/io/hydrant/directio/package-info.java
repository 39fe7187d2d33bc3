/// Reads and writes that bypass the page cache, where a file system takes them.
@NullMarked
package io.hydrant.directio;

import org.jspecify.annotations.NullMarked;
