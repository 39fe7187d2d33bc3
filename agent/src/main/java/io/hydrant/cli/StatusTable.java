package io.hydrant.cli;

import io.hydrant.app.Words;
import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.SkipReason;
import io.hydrant.config.DurationText;
import io.hydrant.status.AgentStatus;
import io.hydrant.status.AgentStatus.Failure;
import io.hydrant.status.AgentStatus.SkippedObject;
import io.hydrant.status.AgentStatus.Transfer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Shows an [AgentStatus] to people, with a progress bar.
final class StatusTable {
  private static final int BAR = 40;

  private final AgentStatus status;
  private final Instant now;
  private final Style style;
  private final Page page = new Page();

  private StatusTable(AgentStatus status, Instant now, Style style) {
    this.status = status;
    this.now = now;
    this.style = style;
  }

  static String of(AgentStatus status, Instant now, Style style) {
    StatusTable table = new StatusTable(status, now, style);
    table.head();
    table.active();
    table.failures();
    table.leftOut();
    table.times();
    return table.page.toString();
  }

  private void head() {
    page.line(
        style.strong("Hydrant " + status.version())
            + "  bucket "
            + Words.printable(status.bucket())
            + ", up "
            + DurationText.format(sinceOrZero(status.startedAt())));
    page.blank();
    int filled = (int) (status.progress() * BAR);
    page.line(
        phase()
            + "  ["
            + "#".repeat(filled)
            + ".".repeat(BAR - filled)
            + "]  "
            + Words.percent(status.progress()));
    page.line(
        String.format(
            "  %s of %s, %s of %s%s",
            status.present().files(),
            Words.count(status.wanted().files(), "model"),
            new ByteSize(status.present().bytes()),
            new ByteSize(status.wanted().bytes()),
            speed()));
    page.prose(2, status.message());
    page.blank();
  }

  private String phase() {
    String name = status.phase().name();
    return switch (status.phase()) {
      case STARTING, HYDRATING -> style.strong(name);
      case READY -> style.good(name);
      case DEGRADED, DISK_FAILED -> style.bad(name);
    };
  }

  private String speed() {
    if (status.active().isEmpty()) {
      return "";
    }
    return ", "
        + Words.rate(status.bytesPerSecond())
        + (status.remaining() == null
            ? ""
            : ", " + DurationText.format(status.remaining()) + " left");
  }

  private void active() {
    if (status.active().isEmpty()) {
      return;
    }
    page.line(style.strong("Under way"));
    for (Transfer transfer : status.active()) {
      double share = transfer.size() == 0 ? 1 : (double) transfer.received() / transfer.size();
      page.name(
          String.format(
              "  %5s  %9s  ", Words.percent(Math.min(1, share)), new ByteSize(transfer.size())),
          transfer.path());
    }
    page.blank();
  }

  private void failures() {
    if (status.failures().isEmpty()) {
      return;
    }
    page.line(style.bad("Failing"));
    for (Failure failure : status.failures()) {
      page.name("  ", failure.path());
      page.prose(4, ago(failure.at()) + ": " + failure.error());
    }
    page.blank();
  }

  private void leftOut() {
    Map<String, Integer> counts = new TreeMap<>();
    status.skipped().forEach((reason, count) -> counts.put(label(reason), count));
    if (!counts.isEmpty()) {
      page.line(style.strong("Left out"));
      page.prose(
          2,
          counts.entrySet().stream()
              .map(entry -> entry.getKey() + ": " + entry.getValue())
              .collect(Collectors.joining(", ")));
      for (SkippedObject skip : status.notable()) {
        page.name(String.format("%11s  ", new ByteSize(skip.size())), skip.key());
        page.prose(13, label(skip.reason()) + ": " + skip.detail());
      }
      page.blank();
    }
    if (status.unverified() > 0) {
      page.line("Published with only their size compared: " + status.unverified());
      page.blank();
    }
    if (status.heldRemovals() > 0) {
      page.line(style.bad("Removals that wait for a human word: " + status.heldRemovals()));
      page.blank();
    }
  }

  private void times() {
    page.line(
        "Last listing "
            + ago(status.lastListing())
            + ", last event "
            + ago(status.lastEvent())
            + ", last in step "
            + ago(status.lastAgreement()));
  }

  /// An agent that is newer than this command may have reasons that it does not know.
  private static String label(String reason) {
    try {
      return SkipReason.valueOf(reason).label();
    } catch (IllegalArgumentException _) {
      return reason;
    }
  }

  private String ago(@Nullable Instant instant) {
    return instant == null ? "never" : DurationText.format(sinceOrZero(instant)) + " ago";
  }

  private Duration sinceOrZero(Instant instant) {
    Duration since = Duration.between(instant, now);
    return since.isNegative() ? Duration.ZERO : since;
  }
}
