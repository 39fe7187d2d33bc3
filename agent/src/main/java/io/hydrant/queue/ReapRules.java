package io.hydrant.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Decides which queues are left behind. A pure function of what was found.
///
/// A queue goes only if all of this is so: its name and its tags say that it is of this cluster and
/// of one node; that node is not among the nodes; its heartbeat is old; an earlier run, long enough
/// ago, saw all that too; and not more than a few go in one run. Doubt keeps it.
///
/// @param silence how old the heartbeat must be
/// @param betweenLooks how long ago the first run must be that took it for left behind
/// @param mostPerRun how many queues one run removes
record ReapRules(QueueSettings settings, Duration silence, Duration betweenLooks, int mostPerRun) {
  static final Duration SILENCE = Duration.ofMinutes(30);
  static final Duration BETWEEN_LOOKS = Duration.ofMinutes(5);

  private static final Comparator<FoundQueue> LONGEST_SILENT_FIRST =
      Comparator.comparing(
          (FoundQueue queue) -> queue.tags().heartbeat(),
          Comparator.nullsLast(Comparator.naturalOrder()));

  ReapRules {
    if (mostPerRun < 0) {
      throw new IllegalArgumentException("a count is never negative: " + mostPerRun);
    }
  }

  /// Judges all queues, those that go first the ones that are silent for longest.
  ///
  /// @param nodes the instance ids of all nodes; never empty, because a cluster without nodes is
  ///   rather a wrong answer
  List<Verdict> judge(List<FoundQueue> found, Set<String> nodes, Instant now) {
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("a list of no nodes proves nothing");
    }
    List<Verdict> verdicts = new ArrayList<>();
    int removed = 0;
    for (FoundQueue queue : found.stream().sorted(LONGEST_SILENT_FIRST).toList()) {
      Verdict verdict = judge(queue, nodes, now);
      if (verdict instanceof Verdict.Remove && removed++ >= mostPerRun) {
        verdict =
            new Verdict.Keep(
                queue.name(), "left for the next run, which removes at most " + mostPerRun);
      }
      verdicts.add(verdict);
    }
    return verdicts;
  }

  private Verdict judge(FoundQueue queue, Set<String> nodes, Instant now) {
    QueueTags tags = queue.tags();
    String node = tags.node();
    if (!settings.cluster().equals(tags.cluster())
        || node == null
        || !queue.name().equals(settings.namePrefix() + node)) {
      return new Verdict.Keep(
          queue.name(), "its tags do not say that it is the queue of a node of this cluster");
    }
    if (nodes.contains(node)) {
      return alive(queue, "its node is there");
    }
    Instant heartbeat = tags.heartbeat();
    if (heartbeat == null) {
      return new Verdict.Keep(queue.name(), "it has no heartbeat that could be old");
    }
    if (heartbeat.isAfter(now.minus(silence))) {
      return alive(queue, "its last heartbeat, " + heartbeat + ", is not old");
    }
    Instant orphanedSince = tags.orphanedSince();
    // A note that is older than the last sign of life is of another absence.
    if (orphanedSince == null || orphanedSince.isBefore(heartbeat)) {
      return new Verdict.Note(
          queue.name(), "no node " + node + ", and its last heartbeat was at " + heartbeat);
    }
    if (orphanedSince.isAfter(now.minus(betweenLooks))) {
      return new Verdict.Keep(
          queue.name(),
          "it was first taken for left behind at " + orphanedSince + ", too recently");
    }
    return new Verdict.Remove(
        queue.name(),
        "no node "
            + node
            + ", its last heartbeat was at "
            + heartbeat
            + ", and that was so at "
            + orphanedSince
            + " already");
  }

  private static Verdict alive(FoundQueue queue, String reason) {
    return queue.tags().orphanedSince() == null
        ? new Verdict.Keep(queue.name(), reason)
        : new Verdict.Clear(queue.name(), reason);
  }
}
