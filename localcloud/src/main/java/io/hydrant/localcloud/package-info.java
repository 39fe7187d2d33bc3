/** S3, SNS and SQS in one JVM. */
@NullMarked
package io.hydrant.localcloud;

import org.jspecify.annotations.NullMarked;
