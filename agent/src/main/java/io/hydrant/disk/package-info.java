/// The node's disk: instance-store NVMe becomes the file system that the models live on.
///
/// [NodeDisk] goes three steps, as often as it takes. A survey collects [DiskFacts] from sysfs,
/// from the mounts and swaps of the host, and from tools that only read. [DiskPlanner], which does
/// no I/O, turns them into a [DiskPlan]: steps, or objections. A runner carries out the steps, and
/// before each looks once more at the disks that the step writes.
///
/// What is ours is recognised on the disks themselves, by the label of a file system and the name
/// of an array. Nothing is remembered elsewhere, so nothing can be remembered wrongly after the
/// disks were swapped. A file system gets its final label last: one that still has the first label
/// was interrupted, holds nothing, and is made again.
///
/// Nothing is ever written to a disk that fails a single check, and there is no flag to force it.
///
/// [DiskHealth] stands alone: it tells, while models are served, whether the disk still works.
@NullMarked
package io.hydrant.disk;

import org.jspecify.annotations.NullMarked;
