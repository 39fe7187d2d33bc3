package io.hydrant.localcloud.demo;

import java.io.PrintStream;

/// Where the story is told. A line of progress is redrawn in place on a terminal; elsewhere it is
/// printed again only when a further tenth is done.
final class Screen {
  private static final String CLEAR_TO_END = "\u001b[K";

  private final PrintStream out;
  private final boolean terminal;
  private boolean inProgress;
  private int lastTenth = -1;

  Screen(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void line(String text) {
    out.println(text);
  }

  void progress(int percent, String text) {
    inProgress = true;
    if (terminal) {
      out.print("\r" + text + CLEAR_TO_END);
      out.flush();
    } else if (percent / 10 > lastTenth) {
      lastTenth = percent / 10;
      out.println(text);
    }
  }

  void endProgress() {
    if (terminal && inProgress) {
      out.println();
    }
    inProgress = false;
    lastTenth = -1;
  }
}
