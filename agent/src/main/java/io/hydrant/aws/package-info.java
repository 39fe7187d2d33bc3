/// What the adapters of S3 and SQS share of the AWS SDK: how its clients are set up, and what its
/// exceptions mean.
///
/// All HTTP goes through the AWS Common Runtime (CRT). It is there anyway to carry the models, its
/// blocking client can be interrupted on any thread, and it notices when a pooled connection dies,
/// which `HttpURLConnection` does not.
@NullMarked
package io.hydrant.aws;

import org.jspecify.annotations.NullMarked;
