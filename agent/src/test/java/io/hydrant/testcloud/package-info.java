/// The real S3 and SQS that integration tests run against: localcloud always, LocalStack where a
/// Docker engine answers, and any endpoint that the environment names.
@NullMarked
package io.hydrant.testcloud;

import org.jspecify.annotations.NullMarked;
