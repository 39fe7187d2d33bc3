package io.hydrant.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostShellTest {
  private final HostShell shell = new HostShell(Duration.ofSeconds(30));

  @Test
  void aCommandLeavesItsOutputsAndItsExitCode() throws Exception {
    assertThat(shell.run(List.of("sh", "-c", "echo out; echo err >&2; exit 3")))
        .isEqualTo(new Shell.Output(3, "out\n", "err\n"));
  }

  @Test
  void aCommandThatAsksGetsNoAnswer() throws Exception {
    assertThat(shell.run(List.of("cat"))).isEqualTo(new Shell.Output(0, "", ""));
  }

  @Test
  void moreOutputThanAPipeHoldsIsRead() throws Exception {
    Shell.Output output =
        shell.run(List.of("sh", "-c", "yes | head -c 300000; yes | head -c 300000 >&2"));
    assertThat(output.out()).hasSize(300_000);
    assertThat(output.err()).hasSize(300_000);
  }

  @Test
  void whatToolsSayDoesNotDependOnTheLanguage() throws Exception {
    assertThat(shell.run(List.of("sh", "-c", "echo $LC_ALL")).out()).isEqualTo("C\n");
  }

  @Test
  void aToolThatIsMissingIsNamed() {
    assertThatThrownBy(() -> shell.run(List.of("no-such-tool-here", "-x")))
        .isInstanceOf(DiskException.class)
        .hasMessageContaining("is 'no-such-tool-here' installed here?");
  }

  @Test
  void aCommandThatDoesNotEndIsKilled() {
    HostShell impatient = new HostShell(Duration.ofMillis(200));
    long begin = System.nanoTime();
    assertThatThrownBy(() -> impatient.run(List.of("sleep", "60")))
        .isInstanceOf(DiskException.class)
        .hasMessageContaining("'sleep 60' has not ended after 0.2 s");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void anInterruptEndsTheWait() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> shell.run(List.of("sleep", "60")))
        .isInstanceOf(java.io.InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
