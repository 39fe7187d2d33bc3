package io.hydrant.status;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the agent is doing at one moment. Its JSON form is the answer of `/status`.
///
/// @param ready whether what must be on the disk first ([ReadyWhen]) has been there once
/// @param message one sentence for a person: why it is in this phase
/// @param wanted the models that the disk should hold
/// @param present those of them that it holds, complete and verified
/// @param modelSet a hash of the present models' paths and ETags, 16 hexadecimal digits: nodes that
///   tell the same hold the same
/// @param bytesPerSecond smoothed over the last seconds
/// @param remaining estimated until everything wanted is present; null when unknown or nothing is
///   missing
/// @param lastListing when the last full listing ended
/// @param lastAgreement when disk and bucket last agreed entirely
/// @param lastEvent when the last bucket event was received
/// @param active fetches under way
/// @param failures models that do not get onto the disk, with their last error; at most 100
/// @param skipped how many objects were left out, by reason
/// @param notable objects that look like wanted models and are left out; at most 100
/// @param unverified how many models this process published with nothing but their size compared,
///   because S3 keeps no checksum of them
/// @param heldRemovals how many removals wait for a human word
/// @param heldCode names these removals, so that who releases them says which ones are meant; null
///   when there are none
public record AgentStatus(
    String version,
    String bucket,
    Phase phase,
    boolean ready,
    String message,
    Instant startedAt,
    Totals wanted,
    Totals present,
    String modelSet,
    long bytesPerSecond,
    @Nullable Duration remaining,
    @Nullable Instant lastListing,
    @Nullable Instant lastAgreement,
    @Nullable Instant lastEvent,
    List<Transfer> active,
    List<Failure> failures,
    Map<String, Integer> skipped,
    List<SkippedObject> notable,
    int unverified,
    int heldRemovals,
    @Nullable String heldCode) {
  public AgentStatus {
    active = List.copyOf(active);
    failures = List.copyOf(failures);
    skipped = Map.copyOf(skipped);
    notable = List.copyOf(notable);
  }

  /// A number of models and their bytes.
  public record Totals(int files, long bytes) {}

  /// A fetch under way.
  public record Transfer(String path, long size, long received, Instant startedAt) {}

  /// A model that does not get onto the disk.
  public record Failure(String path, String error, Instant at) {}

  /// An object that is left out.
  public record SkippedObject(String key, long size, String reason, String detail) {}

  /// The share of the wanted bytes that is present or has arrived, 0 to 1. When nothing is wanted
  /// that is all of it once this is known, and nothing before.
  public double progress() {
    long arrived = present.bytes() + active.stream().mapToLong(Transfer::received).sum();
    if (wanted.bytes() == 0) {
      return ready ? 1 : 0;
    }
    return Math.min(1, (double) arrived / wanted.bytes());
  }
}
