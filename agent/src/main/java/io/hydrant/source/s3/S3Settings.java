package io.hydrant.source.s3;

import io.hydrant.catalog.ByteSize;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How S3 is reached, and what may be used up for it.
///
/// @param region the bucket's region; null for the one that the AWS SDK finds
/// @param endpoint the address of an S3 that is not AWS's own
/// @param caBundle whom to trust, as a PEM file; null for the system's authorities
/// @param pathStyle whether the bucket is named in the path instead of the host name, as most other
///   makers of S3 want it
/// @param engine what fetches
/// @param targetThroughputGbps the network's rate in gigabits per second; sets the number of
///   connections
/// @param memoryLimit the most native memory for parts in flight, at least 256 MiB
public record S3Settings(
    @Nullable String region,
    @Nullable URI endpoint,
    @Nullable Path caBundle,
    boolean pathStyle,
    Engine engine,
    double targetThroughputGbps,
    ByteSize memoryLimit) {

  /// The two ways to the same native code.
  public enum Engine {
    /// The CRT's own client: writes past the page cache, goes on where a fetch was stopped, and
    /// tells whether it compared checksums.
    CRT,
    /// The SDK's transfer manager.
    TRANSFER_MANAGER
  }

  /// The CRT refuses much less.
  public static final ByteSize LEAST_MEMORY = ByteSize.ofMebibytes(256);

  public S3Settings {
    if (!(targetThroughputGbps > 0)) {
      throw new IllegalArgumentException(
          "the target throughput is " + targetThroughputGbps + " Gbit/s and must be more than 0");
    }
    if (memoryLimit.compareTo(LEAST_MEMORY) < 0) {
      throw new IllegalArgumentException(
          "the memory limit is " + memoryLimit + " and must be at least " + LEAST_MEMORY);
    }
  }
}
