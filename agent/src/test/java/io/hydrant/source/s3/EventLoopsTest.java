package io.hydrant.source.s3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventLoopsTest {
  @Test
  void thoseOfTheProcessGrowWithTheNetworkAndNotBeyondTheProcessors() {
    int processors = Math.max(2, Runtime.getRuntime().availableProcessors());

    assertThat(EventLoops.shared(0.1)).isEqualTo(2);
    assertThat(EventLoops.shared(8)).isEqualTo(2);
    assertThat(EventLoops.shared(4.0 * processors)).isEqualTo(processors);
    assertThat(EventLoops.shared(10_000)).isEqualTo(processors);
  }

  @Test
  void thoseThatWriteAreAsManyAsWaitForTheDiskAndMoreOnAFasterNetwork() {
    assertThat(EventLoops.writing(0.1)).isEqualTo(8);
    assertThat(EventLoops.writing(32)).isEqualTo(8);
    assertThat(EventLoops.writing(33)).isEqualTo(9);
    assertThat(EventLoops.writing(100)).isEqualTo(25);
  }
}
