package io.hydrant.localcloud.demo;

import java.util.Locale;

/// Draws how far a hydration is.
final class ProgressBar {
  private static final int WIDTH = 30;

  private ProgressBar() {}

  static int percent(Hydration status) {
    return status.wantedBytes() == 0
        ? 0
        : (int) Math.min(100, 100 * status.arrivedBytes() / status.wantedBytes());
  }

  static String draw(Hydration status) {
    int percent = percent(status);
    int filled = WIDTH * percent / 100;
    return String.format(
        Locale.ROOT,
        "[%s%s] %3d %%   %s of %s   %s/s",
        "#".repeat(filled),
        "-".repeat(WIDTH - filled),
        percent,
        mebibytes(status.arrivedBytes()),
        mebibytes(status.wantedBytes()),
        mebibytes(status.bytesPerSecond()));
  }

  static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
  }
}
