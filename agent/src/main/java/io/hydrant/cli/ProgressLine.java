package io.hydrant.cli;

import io.hydrant.app.Words;
import io.hydrant.catalog.ByteSize;
import io.hydrant.cli.Verification.Progress;

/// Shows how far a verification is: on a screen one line that is written over, elsewhere a line for
/// each tenth.
final class ProgressLine {
  private static final int STEPS = 10;
  private static final String REWRITE = "\r\u001b[K";

  private final Terminal terminal;
  private int lastStep;

  ProgressLine(Terminal terminal) {
    this.terminal = terminal;
  }

  void show(Progress progress) {
    double share = progress.allBytes() == 0 ? 1 : (double) progress.bytes() / progress.allBytes();
    String text =
        "verified "
            + Words.percent(share)
            + ": "
            + progress.files()
            + " of "
            + Words.count(progress.allFiles(), "model")
            + ", "
            + new ByteSize(progress.bytes())
            + " of "
            + new ByteSize(progress.allBytes());
    int step = (int) (share * STEPS);
    if (terminal.errIsLive()) {
      terminal.err().print(REWRITE + text);
      terminal.err().flush();
    } else if (step > lastStep) {
      terminal.err().println(text);
    }
    lastStep = step;
  }

  /// Takes the line away.
  void clear() {
    if (terminal.errIsLive()) {
      terminal.err().print(REWRITE);
      terminal.err().flush();
    }
  }
}
