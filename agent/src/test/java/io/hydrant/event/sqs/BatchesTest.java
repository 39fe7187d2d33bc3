package io.hydrant.event.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {

  @Test
  void aBatchHasAtMostTen() {
    List<Integer> all = IntStream.range(0, 21).boxed().toList();

    List<List<Integer>> batches = Batches.of(all);

    assertThat(batches).extracting(List::size).containsExactly(10, 10, 1);
    assertThat(batches.stream().flatMap(List::stream)).containsExactlyElementsOf(all);
    assertThat(Batches.of(List.of())).isEmpty();
  }

  @Test
  void anEntrysIdIsItsPlaceInTheBatch() {
    assertThat(Batches.numbered(List.of("a", "b"), (id, each) -> id + each))
        .containsExactly("0a", "1b");
  }
}
