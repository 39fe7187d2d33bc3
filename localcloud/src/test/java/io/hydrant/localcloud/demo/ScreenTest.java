package io.hydrant.localcloud.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

  @Test
  void aTerminalShowsProgressInOneLine() {
    Screen screen = new Screen(out, true);
    screen.progress(1, "1 %");
    screen.progress(2, "2 %");
    screen.endProgress();
    screen.line("done");

    assertThat(written.toString(StandardCharsets.UTF_8))
        .isEqualTo("\r1 %\u001b[K\r2 %\u001b[K\ndone\n");
  }

  @Test
  void elsewhereEachTenthHasALine() {
    Screen screen = new Screen(out, false);
    for (int percent : new int[] {0, 5, 9, 11, 19, 20, 100, 100}) {
      screen.progress(percent, percent + " %");
    }
    screen.endProgress();

    assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("0 %\n11 %\n20 %\n100 %\n");
  }

  @Test
  void withoutProgressThereIsNothingToEnd() {
    new Screen(out, true).endProgress();

    assertThat(written.size()).isZero();
  }
}
