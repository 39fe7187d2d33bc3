package io.hydrant.transfer;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ModelFile;
import java.util.Comparator;

/// The queues that fetches wait in. Each has workers of its own: thousands of small models do not
/// wait behind a few large ones, nor these behind them, and neither keeps what an event asks for
/// waiting.
enum Track {
  /// Models that take several requests each: these fill the network.
  LARGE(false),
  /// Models that take one request each: these wait for answers, so many go beside each other.
  SMALL(false),
  /// Large ones that somebody waits for.
  URGENT_LARGE(true),
  /// Small ones that somebody waits for.
  URGENT_SMALL(true);

  /// What the engines fetch with one request.
  private static final ByteSize SMALL_AT_MOST = ByteSize.ofMebibytes(8);

  /// The largest first: begun last, it would run alone at the end. It is put after what is more
  /// important.
  private static final Comparator<Job> LARGEST_FIRST =
      Comparator.comparingInt((Job job) -> job.file().priority())
          .thenComparing(job -> job.file().size(), Comparator.reverseOrder())
          .thenComparingLong(Job::number);

  /// As they were asked for, which is as fair as can be to whoever waits.
  private static final Comparator<Job> OLDEST_FIRST =
      Comparator.comparingInt((Job job) -> job.file().priority()).thenComparingLong(Job::number);

  private final boolean urgent;

  Track(boolean urgent) {
    this.urgent = urgent;
  }

  static Track of(ModelFile file, boolean urgent) {
    boolean small = file.size().compareTo(SMALL_AT_MOST) <= 0;
    if (urgent) {
      return small ? URGENT_SMALL : URGENT_LARGE;
    }
    return small ? SMALL : LARGE;
  }

  boolean isUrgent() {
    return urgent;
  }

  Comparator<Job> order() {
    return urgent ? OLDEST_FIRST : LARGEST_FIRST;
  }

  /// How many are worked at at the same time.
  int width(Bounds bounds) {
    int bulk =
        switch (this) {
          case LARGE, URGENT_LARGE -> bounds.large();
          case SMALL, URGENT_SMALL -> bounds.small();
        };
    return urgent ? Math.max(2, bulk / 2) : bulk;
  }
}
