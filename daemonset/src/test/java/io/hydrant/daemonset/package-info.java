/// Tests of what the folder `daemonset` ships: the chart as helm renders it, the admission policy
/// as CEL evaluates it, and the image as a root file system that is started.
@NullMarked
package io.hydrant.daemonset;

import org.jspecify.annotations.NullMarked;
