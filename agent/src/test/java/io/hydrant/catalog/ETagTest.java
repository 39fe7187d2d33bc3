package io.hydrant.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ETagTest {

  @Test
  void theQuotesOfAHeaderAreTakenOffAndPutBack() {
    ETag etag = ETag.fromHeader("\"9b2cf535f27731c974343645a3985328\"");
    assertThat(etag).hasToString("9b2cf535f27731c974343645a3985328");
    assertThat(etag.toHeader()).isEqualTo("\"9b2cf535f27731c974343645a3985328\"");
    assertThat(ETag.fromHeader("9b2cf535f27731c974343645a3985328")).isEqualTo(etag);
  }

  @Test
  void anUploadInPartsShowsInTheETag() {
    assertThat(new ETag("9b2cf535f27731c974343645a3985328-12").isMultipart()).isTrue();
    assertThat(new ETag("9b2cf535f27731c974343645a3985328").isMultipart()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"\"", "a\"b", "a\nsize=1"})
  void whatIsNoETagIsRefused(String value) {
    assertThatThrownBy(() -> new ETag(value)).isInstanceOf(IllegalArgumentException.class);
  }
}
