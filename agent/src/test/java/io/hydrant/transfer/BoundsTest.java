package io.hydrant.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hydrant.catalog.ByteSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundsTest {
  private static final Bounds HUNDRED_BYTES = new Bounds(9, 9, new ByteSize(100), null);

  @ParameterizedTest(name = "{0} with {1} bytes and one of {2}: {3}")
  @CsvSource({
    "0, 0, 1000, true",
    "1, 1000, 1000, true",
    "2, 2000, 1, false",
    "2, 90, 10, true",
    "2, 90, 11, false",
    "2, 100, 0, true",
  })
  void twoAreAdmittedAlwaysAndMoreWhileTheirBytesFit(
      int running, long bytes, long next, boolean admitted) {
    assertThat(HUNDRED_BYTES.admit(running, bytes, new ByteSize(next))).isEqualTo(admitted);
  }

  @Test
  void aBoundOnTheNumberAloneAdmitsAnySize() {
    assertThat(Bounds.ofModels(3).admit(2, 1L << 60, new ByteSize(1L << 60))).isTrue();
  }

  @Test
  void boundsThatLetNothingThroughAreRefused() {
    ByteSize some = new ByteSize(1);
    assertThatIllegalArgumentException().isThrownBy(() -> new Bounds(0, 1, some, null));
    assertThatIllegalArgumentException().isThrownBy(() -> new Bounds(1, 0, some, null));
    assertThatIllegalArgumentException().isThrownBy(() -> new Bounds(1, 1, some, ByteSize.ZERO));
  }
}
