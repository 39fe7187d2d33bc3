package io.hydrant.source.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import io.hydrant.source.s3.Segments.Stretch;
import org.junit.jupiter.api.Test;

class SegmentsTest {
  private final Segments segments = new Segments(new ByteSize(10));

  @Test
  void segmentsCoverTheObjectWithoutGapOrOverlap() {
    assertThat(segments.of(new ByteSize(25), 0))
        .containsExactly(new Stretch(0, 9), new Stretch(10, 19), new Stretch(20, 24));
    assertThat(segments.of(new ByteSize(20), 0))
        .containsExactly(new Stretch(0, 9), new Stretch(10, 19));
  }

  @Test
  void whatIsHeldIsNotFetched() {
    assertThat(segments.of(new ByteSize(25), 7))
        .containsExactly(new Stretch(7, 16), new Stretch(17, 24));
    assertThat(segments.of(new ByteSize(25), 25)).isEmpty();
  }

  @Test
  void onlyANetworkFasterThanOneWriterMakesSegments() {
    ByteSize huge = new ByteSize(100L << 30);
    assertThat(Segments.forThroughput(25).of(huge, 0)).hasSize(1);
    assertThat(Segments.forThroughput(100).of(huge, 0)).hasSize(25);
  }
}
