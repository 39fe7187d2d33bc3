/// S3, SNS and SQS in one JVM, for the demo, the tests and the benchmarks: a stand-in for a laptop,
/// never for production.
///
/// {@link io.hydrant.localcloud.LocalCloud} starts S3Proxy over a directory (package `s3`),
/// ElasticMQ (package `sqs`) and a small SNS of its own (package `sns`) on ports of this machine,
/// and is stopped by closing it; {@link io.hydrant.localcloud.Main} does the same as a process.
/// Each put, multipart completion, copy and delete becomes the JSON message that S3 would send,
/// goes to the bucket's topic and from there to the subscribed queues.
///
/// ## What it does not do
///
/// - Versions. An object has no version id, and a delete leaves no marker.
/// - Checksums. They are taken with an upload and never given back, so a reader has only size and
///   ETag to go by. The AWS Common Runtime cannot upload here; other clients can.
/// - Odd keys. A key with an empty, `.` or `..` component, with a component of more than 218 bytes,
///   or with a dash and a UUID at its end is refused; so is `a` beside `a/b`. A key that ends in a
///   slash has no content.
/// - Archives. A storage class is kept and told, but an archived object can be read.
/// - Notifications by S3's own API, with filters, or of anything but the four changes above. A
///   delete of a key that is not there is told, too.
/// - Rights. S3 lets in one pair of credentials to everything; SQS and SNS ask for none, and
///   policies are ignored.
/// - TLS, and buckets as host names.
/// - Memory. Objects stay in the directory; queues, topics and subscriptions end with the process.
@NullMarked
package io.hydrant.localcloud;

import org.jspecify.annotations.NullMarked;
