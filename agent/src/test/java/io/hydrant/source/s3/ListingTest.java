package io.hydrant.source.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.catalog.RemoteObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;

/// Against a server of keys in memory; the contract of the source lists real ones.
@Timeout(60)
class ListingTest {
  private static final int PAGE = 1_000;

  private final KeptCuts kept = new KeptCuts(null, "models", "");

  private static ListingCuts cuts(Collection<String> keys) {
    return new ListingCuts(keys.stream().sorted(KeyOrder.UTF_8).distinct().toList());
  }

  private static List<String> keys(int from, int to) {
    return IntStream.range(from, to).mapToObj("loras/%06d"::formatted).toList();
  }

  private List<String> list(KeyServer server, String prefix) {
    List<RemoteObject> objects = new ArrayList<>();
    new Listing(new PageSequence(server::answer, "models"), kept).list(prefix, objects::add);
    return objects.stream().map(object -> object.key().value()).toList();
  }

  @Test
  void whateverTheCutsEveryKeyIsToldOnce() {
    Random random = new Random(46);
    for (int n = 0; n < 300; n++) {
      Set<String> keys = RandomKeys.some(random, random.nextInt(60));
      KeyServer server = new KeyServer(keys, 1 + random.nextInt(9));
      Set<String> cuts = RandomKeys.some(random, random.nextInt(12));
      cuts.addAll(keys.stream().filter(_ -> random.nextInt(8) == 0).toList());
      kept.keep(cuts(cuts));
      String prefix = List.of("", "a", "a/", "none/").get(random.nextInt(4));

      assertThat(list(server, prefix))
          .as("%s cut at %s", keys, cuts)
          .containsExactlyInAnyOrderElementsOf(
              keys.stream().filter(key -> key.startsWith(prefix)).toList());
    }
  }

  /// The folders of a bucket whose listing is not cut.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 30, 300})
  void withoutCutsEveryKeyIsToldOnce(int folders) {
    Set<String> keys = new HashSet<>(List.of("at the top", "z at the end", "m"));
    for (int i = 0; i < 3_000 && folders > 0; i++) {
      keys.add("f%d/%d".formatted(i % folders, i));
    }

    assertThat(list(new KeyServer(keys, PAGE), "")).containsExactlyInAnyOrderElementsOf(keys);
  }

  @Test
  void aListingIsCutIntoPagesOfTheOneBefore() {
    KeyServer server = new KeyServer(keys(0, 10_000), PAGE);
    list(server, "");
    int uncut = server.takeRequests();

    List<String> listed = list(server, "");

    assertThat(listed).containsExactlyInAnyOrderElementsOf(keys(0, 10_000));
    assertThat(uncut).isEqualTo(11);
    assertThat(server.takeRequests()).isEqualTo(Math.ceilDiv(10_000, CutFinder.KEYS_OF_A_PART));
  }

  @Test
  void theCutsFollowTheBucket() {
    KeyServer server = new KeyServer(keys(0, 20_000), PAGE);
    list(server, "");
    server.keys().removeAll(keys(100, 19_000));
    server.keys().addAll(keys(20_000, 25_000));
    list(server, "");
    server.takeRequests();

    list(server, "");

    assertThat(server.takeRequests()).isEqualTo(Math.ceilDiv(6_100, CutFinder.KEYS_OF_A_PART));
  }

  @Test
  void aBucketThatHasBecomeSmallIsNotCut() {
    KeyServer server = new KeyServer(keys(0, 3_000), PAGE);
    list(server, "");
    server.keys().removeAll(keys(10, 3_000));
    list(server, "");
    server.takeRequests();

    assertThat(list(server, "")).hasSize(10);
    assertThat(server.takeRequests()).isEqualTo(1);
  }

  @Test
  void partsAreAskedForAtTheSameTime() {
    kept.keep(cuts(keys(1, 8)));
    CyclicBarrier together = new CyclicBarrier(8);
    KeyServer server = new KeyServer(keys(0, 10), PAGE);
    server.beforeEach(() -> together.await(30, TimeUnit.SECONDS));

    assertThat(list(server, "")).hasSize(10);
  }

  /// It would be asked for ever.
  @Test
  void aServerThatDoesNotGoOnIsAFailure() {
    AtomicInteger requests = new AtomicInteger();
    PageSequence pages =
        new PageSequence(
            _ -> {
              assertThat(requests.incrementAndGet()).isLessThan(10);
              return new ListedPage(List.of(), List.of(), "the same");
            },
            "models");

    assertThatThrownBy(() -> new Listing(pages, kept).list("", _ -> {}))
        .isInstanceOf(SdkClientException.class)
        .hasMessageContaining("'the same'");
  }

  @Test
  void aServerWithAnotherOrderIsNotAskedForParts() {
    KeyServer server =
        new KeyServer(keys(0, 3_000), PAGE, Comparator.<String>naturalOrder().reversed());

    assertThat(list(server, "")).hasSize(3_000);
    assertThat(kept.get()).isEqualTo(ListingCuts.NONE);
  }

  /// What such a server leaves out would be removed from the disk.
  @Test
  void aCutListingInAnotherOrderFailsAndTheNextIsUncut() {
    kept.keep(cuts(List.of("loras/001000", "loras/002000")));
    KeyServer server =
        new KeyServer(keys(0, 3_000), PAGE, Comparator.<String>naturalOrder().reversed());

    assertThatThrownBy(() -> list(server, ""))
        .isInstanceOf(SdkClientException.class)
        .hasMessageContaining("not in the order of their bytes");
    assertThat(list(server, "")).containsExactlyInAnyOrderElementsOf(keys(0, 3_000));
  }

  @Test
  void aPartThatFailsFailsTheListing() {
    kept.keep(cuts(List.of("loras/000001")));
    KeyServer server = new KeyServer(keys(0, 3), PAGE);
    server.beforeEach(() -> {
      throw SdkClientException.create("no route");
    });

    assertThatThrownBy(() -> list(server, "")).hasMessageContaining("no route");
    assertThat(kept.get()).isEqualTo(cuts(List.of("loras/000001")));
  }

  /// Keys beyond U+FFFF come after those below in UTF-8, and before some of them in UTF-16.
  @Test
  void theOrderIsThatOfBytes() {
    Random random = new Random(47);
    List<String> keys = new ArrayList<>(RandomKeys.some(random, 200));
    keys.sort(KeyOrder.UTF_8);

    assertThat(keys)
        .isSortedAccordingTo(
            Comparator.comparing(
                key -> key.codePoints().boxed().toList(),
                (one, other) -> {
                  int both = Math.min(one.size(), other.size());
                  for (int i = 0; i < both; i++) {
                    int order = one.get(i).compareTo(other.get(i));
                    if (order != 0) {
                      return order;
                    }
                  }
                  return Integer.compare(one.size(), other.size());
                }));
    assertThat(KeyOrder.UTF_8.compare("a\uffee", "a\ud83e\udd8a")).isNegative();
  }
}
