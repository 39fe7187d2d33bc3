package io.hydrant.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Samples;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackTest {
  private static final long PART = 8 << 20;

  @Test
  void whatTakesOneRequestIsSmall() {
    assertThat(Track.of(Samples.file("a", 1), false)).isEqualTo(Track.SMALL);
    assertThat(Track.of(Samples.file("a", PART), false)).isEqualTo(Track.SMALL);
    assertThat(Track.of(Samples.file("a", PART + 1), false)).isEqualTo(Track.LARGE);
  }

  @Test
  void whatSomebodyWaitsForHasTracksOfItsOwn() {
    assertThat(Track.of(Samples.file("a", PART), true)).isEqualTo(Track.URGENT_SMALL);
    assertThat(Track.of(Samples.file("a", PART + 1), true)).isEqualTo(Track.URGENT_LARGE);
  }

  @ParameterizedTest
  @CsvSource({"LARGE, 8", "SMALL, 32", "URGENT_LARGE, 4", "URGENT_SMALL, 16"})
  void theUrgentTracksAreHalfAsWide(Track track, int width) {
    assertThat(track.width(new Bounds(8, 32, new ByteSize(1), null))).isEqualTo(width);
  }

  @Test
  void anUrgentTrackHasTwoWorkersAtLeastSoThatOneSlowModelKeepsNoOtherWaiting() {
    assertThat(Track.URGENT_LARGE.width(Bounds.ofModels(1))).isEqualTo(2);
  }

  @Test
  void aPlanIsCarriedOutByPriorityAndThenTheLargestFirst() {
    assertThat(ordered(Track.LARGE)).containsExactly("large", "small", "older", "newer");
    assertThat(ordered(Track.SMALL)).containsExactly("large", "small", "older", "newer");
  }

  @Test
  void whatSomebodyWaitsForGoesByPriorityAndThenAsItWasAskedFor() {
    assertThat(ordered(Track.URGENT_LARGE)).containsExactly("small", "large", "older", "newer");
    assertThat(ordered(Track.URGENT_SMALL)).containsExactly("small", "large", "older", "newer");
  }

  private static List<String> ordered(Track track) {
    return Stream.of(
            new Job(Samples.file("newer", 9, 1), 4, null, null),
            new Job(Samples.file("older", 9, 1), 3, null, null),
            new Job(Samples.file("large", 5, 0), 2, null, null),
            new Job(Samples.file("small", 1, 0), 1, null, null))
        .sorted(track.order())
        .map(job -> job.file().path().value())
        .toList();
  }
}
