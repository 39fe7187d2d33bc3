package io.hydrant.config;

import io.hydrant.catalog.ByteSize;
import org.jspecify.annotations.Nullable;

/// What is set of the transfers. What is null follows from the node.
///
/// @param targetThroughput in gigabits per second
/// @param rateLimit in a second; null means none
public record TransferConfig(
    TransferEngine engine,
    @Nullable Integer concurrency,
    @Nullable Double targetThroughput,
    @Nullable ByteSize memoryLimit,
    @Nullable ByteSize rateLimit) {

  /// What the transfers may use up on a node: what is set wins.
  public TransferLimits on(NodeClass node) {
    double gbps = targetThroughput == null ? node.targetThroughput() : targetThroughput;
    return new TransferLimits(
        concurrency == null ? node.concurrency() : concurrency,
        gbps,
        memoryLimit == null ? node.memoryLimit(gbps) : memoryLimit,
        rateLimit);
  }
}
