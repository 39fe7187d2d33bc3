package io.hydrant.source.s3;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.catalog.ByteSize;
import io.hydrant.source.s3.S3Settings.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3SettingsTest {

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN})
  void aThroughputThatIsNoneIsRefused(double gbps) {
    assertThatThrownBy(() ->
            new S3Settings(null, null, null, false, Engine.CRT, gbps, S3Settings.LEAST_MEMORY))
        .hasMessageContaining("must be more than 0");
  }

  @Test
  void lessMemoryThanTheCrtNeedsIsRefused() {
    assertThatThrownBy(() ->
            new S3Settings(null, null, null, false, Engine.CRT, 10, ByteSize.ofMebibytes(255)))
        .hasMessage("the memory limit is 255.0 MiB and must be at least 256.0 MiB");
  }
}
