package io.hydrant.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
  private final RetryPolicy policy =
      new RetryPolicy(5, Duration.ofMillis(500), Duration.ofSeconds(20));

  @Test
  void soManyAttemptsAreMadeInAll() {
    assertThat(policy.allowsAfter(1)).isTrue();
    assertThat(policy.allowsAfter(4)).isTrue();
    assertThat(policy.allowsAfter(5)).isFalse();
    assertThat(RetryPolicy.ofAttempts(1).allowsAfter(1)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 500",
    "2, 1000",
    "3, 2000",
    "6, 16000",
    "7, 20000",
    "31, 20000",
    "1000000, 20000",
    "2147483647, 20000"
  })
  void theLongestDelayDoublesUpToTheCap(int attempt, long millis) {
    assertThat(policy.delayAfter(attempt, 1)).isEqualTo(Duration.ofMillis(millis));
    assertThat(policy.delayAfter(attempt, 0.5)).isEqualTo(Duration.ofMillis(millis / 2));
    assertThat(policy.delayAfter(attempt, 0)).isZero();
  }

  @Test
  void aPolicyThatMeansNothingIsRefused() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new RetryPolicy(0, second, second))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetryPolicy(1, Duration.ZERO, second))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetryPolicy(1, second, Duration.ofMillis(999)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
