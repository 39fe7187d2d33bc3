package io.hydrant.config;

import io.hydrant.catalog.ByteSize;
import org.jspecify.annotations.Nullable;

/// What transfers may use up.
///
/// @param concurrency how many models of more than one part are fetched at the same time
/// @param targetThroughput the network's rate, in gigabits per second
/// @param memoryLimit of native memory
/// @param rateLimit how many bytes may arrive in a second on average; null means as many as can
public record TransferLimits(
    int concurrency, double targetThroughput, ByteSize memoryLimit, @Nullable ByteSize rateLimit) {
  private static final int SMALL_FOR_A_LARGE = 4;
  private static final double BYTES_PER_SECOND_AND_GBPS = 1e9 / 8;
  private static final int SECONDS_IN_FLIGHT = 10;
  private static final ByteSize LEAST_IN_FLIGHT = ByteSize.ofGibibytes(4);

  /// How many models of one part are fetched at the same time, beside the others. They wait for
  /// answers most of the time.
  public int smallConcurrency() {
    return SMALL_FOR_A_LARGE * concurrency;
  }

  /// How many bytes models that are being fetched may have together. What keeps the network busy
  /// for ten seconds is enough: more would only be finished later, and lost if the agent ended.
  public ByteSize bytesInFlight() {
    ByteSize busy =
        new ByteSize(Math.round(targetThroughput * BYTES_PER_SECOND_AND_GBPS * SECONDS_IN_FLIGHT));
    return busy.compareTo(LEAST_IN_FLIGHT) < 0 ? LEAST_IN_FLIGHT : busy;
  }
}
