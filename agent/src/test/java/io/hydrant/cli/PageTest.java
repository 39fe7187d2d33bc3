package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageTest {
  @Test
  void proseIsWrappedAtEightyColumnsAndIndented() {
    String page = new Page().prose(4, "word ".repeat(40).strip()).toString();
    assertThat(page.lines())
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).startsWith("    word").hasSizeLessThan(81));
  }

  @Test
  void aWordThatIsLongerThanTheScreenStaysWhole() {
    String word = "x".repeat(100);
    assertThat(new Page().prose(2, "a " + word + " b").toString())
        .isEqualTo("  a\n  " + word + "\n  b\n");
  }

  @Test
  void namesAreNeverWrappedAndNeverReachTheTerminalRaw() {
    String name = "a b ".repeat(40) + "\u001b[2J";
    assertThat(new Page().name("> ", name).toString())
        .isEqualTo("> " + "a b ".repeat(40) + "\\u001b[2J\n");
  }
}
