/// The demo: the real agent, as a process of its own, against a local cloud in this one.
///
/// {@link io.hydrant.localcloud.demo.Demo} tells the story: a bucket is filled, the agent hydrates
/// an empty disk, the bucket is changed, and each change is timed until it is visible on the disk.
/// Whatever way the demo ends, a small shell process ends the agent and removes the demo's
/// directory.
@NullMarked
package io.hydrant.localcloud.demo;

import org.jspecify.annotations.NullMarked;
