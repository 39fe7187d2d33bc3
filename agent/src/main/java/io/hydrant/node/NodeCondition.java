package io.hydrant.node;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A condition of a Node.
///
/// @param status `True`, `False` or `Unknown`
/// @param heartbeat when it was last written
/// @param transition when its status last changed
public record NodeCondition(
    String type,
    String status,
    String reason,
    String message,
    @Nullable Instant heartbeat,
    @Nullable Instant transition) {
  public boolean isTrue() {
    return status.equals("True");
  }
}
