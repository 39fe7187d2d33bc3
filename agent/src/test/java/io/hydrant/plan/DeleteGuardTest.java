package io.hydrant.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeleteGuardTest {

  @ParameterizedTest(name = "share {0}, {1} free: {2} of {3} go, {4} wanted: lets through {5}")
  @CsvSource({
    // share, free, removals, published, wanted, lets through
    "0.5, 10,   0,   0,   0, true",
    "0.5, 10,   0, 100,   0, true",
    "0.5, 10,   1,   1,   1, true",
    "0.5, 10,  10,  11,   1, true",
    "0.5, 10,  11,  22,  11, true",
    "0.5, 10,  11,  21,  10, false",
    "0.5, 10,  50, 100,  50, true",
    "0.5, 10,  51, 100,  49, false",
    "0.5, 10,   1,   1,   0, false",
    "0.5, 10,   5, 100,   0, false",
    "0,   0,    1, 100,  99, false",
    "0,   3,    3, 100,  97, true",
    "1,   0,  100, 100,   7, true",
    "1,   0,  100, 100,   0, false",
  })
  void theShareHoldsAboveTheFreeCountAndNothingIsEverEmptied(
      double share, int free, int removals, int published, int wanted, boolean letsThrough) {
    String objection = new DeleteGuard(share, free).objection(removals, published, wanted);
    if (letsThrough) {
      assertThat(objection).isNull();
    } else {
      assertThat(objection).contains(removals + " ").contains("published files would go");
    }
  }

  @Test
  void aChangeThatWasConfirmedObjectByObjectMayRemoveTheLastFile() {
    assertThat(DeleteGuard.off().objection(1, 1, 0)).isNull();
    assertThat(DeleteGuard.off().objection(5_000, 5_000, 0)).isNull();
  }

  @Test
  void theMostGenerousSettingStillMindsAnEmptyListing() {
    assertThat(new DeleteGuard(1, Integer.MAX_VALUE).objection(3, 3, 0)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"-0.1, 0", "1.1, 0", "NaN, 0", "0.5, -1"})
  void aSettingThatMeansNothingIsRefused(double share, int free) {
    assertThatThrownBy(() -> new DeleteGuard(share, free))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
