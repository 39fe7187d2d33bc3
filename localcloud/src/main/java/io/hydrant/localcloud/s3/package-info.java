/// The stand-in of S3: S3Proxy over a directory, and the notifications that S3Proxy lacks.
///
/// {@link io.hydrant.localcloud.s3.ObjectServer} serves the buckets. Between S3Proxy and its file
/// system store lie two layers: one lists a page at the cost of that page, the other turns each
/// successful change into the JSON message that S3 would send, and {@link
/// io.hydrant.localcloud.s3.BucketNotifications} brings it to the bucket's topic.
@NullMarked
package io.hydrant.localcloud.s3;

import org.jspecify.annotations.NullMarked;
