package io.hydrant.transfer;

import io.hydrant.catalog.ByteSize;
import org.jspecify.annotations.Nullable;

/// How much is fetched at the same time.
///
/// @param large how many models that take several requests each
/// @param small how many models that take one request each, beside the large ones
/// @param inFlight how many bytes the models of either sort may have together. Two are fetched
///   whatever their size, so that the network is busy while the first is read back
/// @param perSecond how many bytes may arrive in a second on average; null means as many as can
public record Bounds(int large, int small, ByteSize inFlight, @Nullable ByteSize perSecond) {
  private static final int ALWAYS = 2;

  public Bounds {
    if (large < 1 || small < 1) {
      throw new IllegalArgumentException(
          "at least one model is fetched at a time, not %d large and %d small"
              .formatted(large, small));
    }
    if (perSecond != null && perSecond.isZero()) {
      throw new IllegalArgumentException("nothing would ever arrive at 0 bytes in a second");
    }
  }

  /// Only the number is bounded, to as many of either sort.
  public static Bounds ofModels(int models) {
    return new Bounds(models, models, new ByteSize(Long.MAX_VALUE), null);
  }

  /// Whether another model may be fetched beside some.
  ///
  /// @param running how many are being fetched
  /// @param bytes how many bytes these have
  /// @param next the size of the other one
  boolean admit(int running, long bytes, ByteSize next) {
    return running < ALWAYS || next.bytes() <= inFlight.bytes() - bytes;
  }
}
