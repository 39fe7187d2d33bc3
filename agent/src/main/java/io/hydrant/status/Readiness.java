package io.hydrant.status;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Whether pods may count on the node's models, and why.
///
/// It is a gate: once [open][#isOpen] it stays open for the life of the process, because later
/// trouble must not take a working node out of service; the reason tells of it. Only a disk that
/// does not work closes it, until it does.
///
/// @param message one sentence for a person
/// @param since when the gate was last opened or closed
public record Readiness(Reason reason, String message, Instant since) {

  /// Why the gate is where it is.
  public enum Reason {
    /// Closed: nothing is known of the bucket yet.
    PREPARING(false, "Preparing"),
    /// Closed: models are missing.
    HYDRATING(false, "Hydrating"),
    /// Closed although the deadline has passed.
    DEADLINE_EXCEEDED(false, "HydrationDeadlineExceeded"),
    /// Opened without all models, because the deadline has passed.
    OPENED_BY_DEADLINE(true, "OpenedByDeadline"),
    /// Open: the critical models are on the disk, others are still on their way.
    CRITICAL_MODELS_READY(true, "CriticalModelsReady"),
    /// Open: every wanted model is on the disk.
    MODELS_READY(true, "ModelsReady"),
    /// Open: it was ready; something does not get done.
    DEGRADED(true, "Degraded"),
    /// Closed, whatever was before: the disk does not work, so there are no models to count on.
    DISK_FAILED(false, "DiskFailed");

    private final boolean open;
    private final String text;

    Reason(boolean open, String text) {
      this.open = open;
      this.text = text;
    }

    public boolean isOpen() {
      return open;
    }

    /// The form that Kubernetes wants of a reason.
    public String text() {
      return text;
    }

    /// Whether the deadline has passed and the node is still not ready.
    public boolean isOverdue() {
      return this == DEADLINE_EXCEEDED || this == OPENED_BY_DEADLINE;
    }
  }

  public boolean isOpen() {
    return reason.isOpen();
  }

  /// The readiness that follows.
  ///
  /// @param before the one before, also of an earlier process on this node; null when there was
  ///   none
  public static Readiness next(
      @Nullable Readiness before, AgentStatus status, HydrationDeadline deadline, Instant now) {
    if (status.phase() == Phase.DISK_FAILED) {
      return following(before, Reason.DISK_FAILED, status.message(), now);
    }
    if (status.ready()) {
      Reason reason =
          switch (status.phase()) {
            case STARTING, HYDRATING -> Reason.CRITICAL_MODELS_READY;
            case READY -> Reason.MODELS_READY;
            case DEGRADED -> Reason.DEGRADED;
            case DISK_FAILED -> Reason.DISK_FAILED;
          };
      return following(before, reason, status.message(), now);
    }
    if (before != null && before.isOpen() && status.phase() == Phase.STARTING) {
      // Not to know yet is no ground to take back what was said.
      return before;
    }
    boolean overdue =
        before != null
            && (before.isOpen()
                ? before.reason() == Reason.OPENED_BY_DEADLINE
                : !now.isBefore(before.since().plus(deadline.after())));
    if (!overdue) {
      Reason reason = status.phase() == Phase.STARTING ? Reason.PREPARING : Reason.HYDRATING;
      return following(before, reason, status.message(), now);
    }
    return switch (deadline.action()) {
      case FAIL_CLOSED ->
          following(
              before,
              Reason.DEADLINE_EXCEEDED,
              "not ready within " + deadline.text() + ": " + status.message(),
              now);
      case FAIL_OPEN ->
          following(
              before,
              Reason.OPENED_BY_DEADLINE,
              "opened without all models after " + deadline.text() + ": " + status.message(),
              now);
    };
  }

  private static Readiness following(
      @Nullable Readiness before, Reason reason, String message, Instant now) {
    Instant since = before != null && before.isOpen() == reason.isOpen() ? before.since() : now;
    return new Readiness(reason, message, since);
  }
}
