package io.hydrant.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hydrant.catalog.ByteSize;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParsersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"comfyui-models-1-eu", "old_Bucket.name", "arn:aws:s3:eu:1:accesspoint/a"})
  void namesAndAccessPointsAreBuckets(String text) {
    assertThat(Parsers.bucket(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://models/loras", "models/loras", "a", "my models", ""})
  void anythingElseIsNoBucket(String text) {
    assertBad(() -> Parsers.bucket(text), text, "bucket");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3.local", "ftp://s3.local", "http:", "http:///path", "http://a b", ""})
  void aUrlNeedsSchemeAndHost(String text) {
    assertBad(() -> Parsers.url(text), text, "write http:// or https:// with a host");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"9808", ":9808", "host", "host:", "host:port", "host:70000", "host:-1", "::1:80"})
  void anAddressNeedsHostAndPort(String text) {
    assertBad(() -> Parsers.address(text), text, "write HOST:PORT");
  }

  @Test
  void anAddressMayBeOfAnyFamily() {
    assertThat(Parsers.address("[::1]:80"))
        .isEqualTo(InetSocketAddress.createUnresolved("::1", 80));
    assertThat(Parsers.address("localhost:0"))
        .isEqualTo(InetSocketAddress.createUnresolved("localhost", 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "11", "1.5", "ten", "", "99999999999"})
  void aWholeNumberLiesWithinItsBounds(String text) {
    assertBad(() -> Parsers.wholeNumber(1, 10).apply(text), text, "from 1 to 10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.1", "1.1", "NaN", "half", "50%"})
  void aNumberLiesWithinItsBounds(String text) {
    assertBad(() -> Parsers.number(0, 1).apply(text), text, "a number from 0 to 1");
  }

  @Test
  void sizesAndDurationsHaveALeast() {
    assertThat(Parsers.sizeFrom(ByteSize.ofMebibytes(1)).apply("1MiB"))
        .isEqualTo(ByteSize.ofMebibytes(1));
    assertBad(
        () -> Parsers.sizeFrom(ByteSize.ofMebibytes(1)).apply("1KiB"), "1KiB", "at least 1.0 MiB");
    assertBad(() -> Parsers.durationFrom(Duration.ofSeconds(1)).apply("0s"), "0s", "at least 1s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "..", "", "/"})
  void aCategoryIsOneFolder(String text) {
    assertBad(() -> Parsers.category(text), text, "the name of one folder");
  }

  @Test
  void wordsAreReadInAnyCase() {
    assertThat(Parsers.oneOf(LogLevel.class).apply("Warn")).isEqualTo(LogLevel.WARN);
    assertThat(Parsers.bool("TRUE")).isTrue();
    assertBad(() -> Parsers.oneOf(LogFormat.class).apply("xml"), "xml", "one of text, json");
    assertBad(() -> Parsers.bool("yes"), "yes", "true or false");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,b|a|b",
        " a , b ,|a|b",
        "{a,b},c|{a,b}|c",
        "[a,b],c|[a,b]|c",
        "a\\,b,c|a\\,b|c",
        "}a,b|}a|b"
      })
  void listsAreSplitAtCommasOutsideOfPatterns(String text, String first, String second) {
    assertThat(Parsers.split(text)).containsExactly(first, second);
  }

  private static void assertBad(Callable<?> parse, String text, String right) {
    assertThatIllegalArgumentException()
        .isThrownBy(parse::call)
        .withMessageStartingWith("'" + text + "' is not ")
        .withMessageContaining(right);
  }
}
