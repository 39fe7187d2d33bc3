package io.hydrant.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketViewTest {
  private static final boolean CASE_SENSITIVE = true;

  private final BucketView view = new BucketView(Selection.all(), CASE_SENSITIVE);
  private final BucketView caseless = new BucketView(Selection.all(), !CASE_SENSITIVE);

  private static void put(BucketView view, String... keys) {
    for (String key : keys) {
      view.put(Samples.object(key, 10));
    }
  }

  private static List<String> paths(Catalog catalog) {
    return catalog.files().keySet().stream().map(ModelPath::value).toList();
  }

  private static Map<String, SkipReason> skipped(Catalog catalog) {
    return catalog.skipped().stream()
        .collect(Collectors.toMap(skip -> skip.key().value(), Skipped::reason));
  }

  private static List<ObjectKey> keys(String... keys) {
    return Stream.of(keys).map(ObjectKey::new).toList();
  }

  @Test
  void aNewStateOfAnObjectReplacesTheOldOne() {
    view.put(Samples.object("loras/a", 10, "one"));
    RemoteObject newest = Samples.object("loras/a", 12, "two");
    view.put(newest);
    assertThat(view.catalog().files().values())
        .containsExactly(new ModelFile(new ModelPath("loras/a"), newest, 0));
    assertThat(view.size()).isEqualTo(1);
    assertThat(view.bytes()).isEqualTo(new ByteSize(12));
    assertThat(view.catalog().size()).isEqualTo(new ByteSize(12));
  }

  @Test
  void anObjectThatBecomesAMarkerIsNoLongerWantedAndBack() {
    put(view, "loras/a");
    view.put(Samples.object("loras/a", 0));
    assertThat(view.catalog().files()).isEmpty();
    assertThat(skipped(view.catalog())).containsExactly(Map.entry("loras/a", SkipReason.MARKER));
    put(view, "loras/a");
    assertThat(view.catalog().skipped()).isEmpty();
    view.remove(new ObjectKey("loras/a"));
    assertThat(view.size()).isZero();
    assertThat(view.bytes()).isEqualTo(ByteSize.ZERO);
  }

  @Test
  void aKeyThatIsAlsoAFolderGivesWayUntilTheFolderIsEmpty() {
    put(view, "a", "a/b", "a!", "a0");
    assertThat(paths(view.catalog())).containsExactly("a!", "a/b", "a0");
    assertThat(view.catalog().skipped())
        .containsExactly(
            new Skipped(
                new ObjectKey("a"),
                new ByteSize(10),
                SkipReason.SHADOWED,
                "'a/b' needs a folder of this name"));
    view.remove(new ObjectKey("a/b"));
    assertThat(paths(view.catalog())).containsExactly("a", "a!", "a0");
  }

  @Test
  void aFolderMarkerShadowsNothing() {
    put(view, "a");
    view.put(Samples.object("a/", 0));
    assertThat(paths(view.catalog())).containsExactly("a");
  }

  @Test
  void aDiskThatTellsCasesApartHoldsAllOfThem() {
    put(view, "loras/A", "loras/a", "Loras/a");
    assertThat(paths(view.catalog())).containsExactly("Loras/a", "loras/A", "loras/a");
  }

  @Test
  void aDiskThatIgnoresCaseHoldsTheFirstNameAndThenTheNext() {
    put(caseless, "loras/a", "loras/A");
    assertThat(paths(caseless.catalog())).containsExactly("loras/A");
    assertThat(caseless.catalog().skipped())
        .containsExactly(
            new Skipped(
                new ObjectKey("loras/a"),
                new ByteSize(10),
                SkipReason.SAME_NAME,
                "the disk takes it for 'loras/A'"));
    caseless.remove(new ObjectKey("loras/A"));
    assertThat(paths(caseless.catalog())).containsExactly("loras/a");
  }

  @Test
  void aDiskThatIgnoresCaseHoldsNoFileWithTheNameOfAFolder() {
    put(caseless, "LORAS", "loras/a");
    assertThat(paths(caseless.catalog())).containsExactly("loras/a");
    assertThat(skipped(caseless.catalog()))
        .containsExactly(Map.entry("LORAS", SkipReason.SHADOWED));
  }

  @Test
  void aDiskThatIgnoresCaseAlsoIgnoresHowAnAccentIsWritten() {
    put(caseless, "loras/caf\u00e9", "loras/cafe\u0301");
    assertThat(caseless.catalog().files()).hasSize(1);
    assertThat(skipped(caseless.catalog())).containsValue(SkipReason.SAME_NAME);
  }

  @Test
  void aChangeAffectsItsFoldersAndItsOtherSpellings() {
    put(caseless, "x/A", "x/a", "X");
    assertThat(caseless.affectedBy(new ObjectKey("x/a")))
        .extracting(ModelPath::value)
        .containsExactlyInAnyOrder("x/a", "x/A", "x", "X");
    put(view, "x/A", "x/a", "X");
    assertThat(view.affectedBy(new ObjectKey("x/a")))
        .extracting(ModelPath::value)
        .containsExactlyInAnyOrder("x/a", "x");
    assertThat(view.affectedBy(new ObjectKey("../x"))).isEmpty();
  }

  @Test
  void anIndexDependsOnTheModelsOfItsFolder() {
    put(
        view,
        "diffusers/x/model_index.json",
        "diffusers/x/unet/a",
        "diffusers/y/b",
        "model_index.json");
    assertThat(view.affectedBy(new ObjectKey("diffusers/x/model_index.json")))
        .extracting(ModelPath::value)
        .contains("diffusers/x/model_index.json", "diffusers/x/unet/a")
        .doesNotContain("diffusers/y/b");
    assertThat(view.affectedBy(new ObjectKey("model_index.json")))
        .extracting(ModelPath::value)
        .containsExactly("model_index.json");
  }

  @Test
  void aKeyThatIsAskedForTwiceIsAnsweredOnce() {
    view.put(Samples.object("loras/", 0));
    put(view, "loras/a");
    Catalog catalog = view.catalog(keys("loras/", "loras/a", "loras/", "loras/a", "loras/none"));
    assertThat(paths(catalog)).containsExactly("loras/a");
    assertThat(catalog.skipped()).hasSize(1);
  }

  @Test
  void aPathLeadsBackToItsKey() {
    BucketView below = new BucketView(new Selection("m/", List.of(), List.of(), List.of()), true);
    put(below, "m/loras/a");
    assertThat(paths(below.catalog())).containsExactly("loras/a");
    assertThat(below.keyOf(new ModelPath("loras/a"))).isEqualTo(new ObjectKey("m/loras/a"));
    assertThat(paths(below.catalog(keys("m/loras/a")))).containsExactly("loras/a");
  }

  /// The loop plans a change by asking for the affected keys only: that must give what the whole
  /// catalog would, and nothing else may have changed.
  @ParameterizedTest(name = "seed {0}, tells cases apart: {1}")
  @CsvSource({"21, true", "22, true", "23, true", "24, false", "25, false", "26, false"})
  void theAffectedKeysTellAllThatAChangeDoes(long seed, boolean caseSensitive) {
    Random random = new Random(seed);
    Selection selection =
        new Selection("p/", List.of(), List.of(Glob.parse("**/z")), List.of(Glob.parse("a/**")));
    BucketView view = new BucketView(selection, caseSensitive);
    int conflicts = 0;
    for (int i = 0; i < 1_000; i++) {
      Catalog before = view.catalog();
      ObjectKey key = randomKey(random);
      if (random.nextInt(3) == 0) {
        view.remove(key);
      } else {
        view.put(Samples.object(key.value(), random.nextInt(8)));
      }
      Catalog after = view.catalog();
      Set<ModelPath> affected = view.affectedBy(key);
      Set<ObjectKey> keys = affected.stream().map(view::keyOf).collect(Collectors.toSet());
      keys.add(key);

      Catalog part = view.catalog(keys);
      assertThat(part.files()).isEqualTo(only(after, affected));
      assertThat(new HashSet<>(part.skipped()))
          .isEqualTo(
              after.skipped().stream()
                  .filter(skip -> keys.contains(skip.key()))
                  .collect(Collectors.toSet()));
      assertThat(except(after, affected)).as("after %s", key).isEqualTo(except(before, affected));
      assertThat(view.size()).isGreaterThanOrEqualTo(after.files().size());
      conflicts += view.size() - after.files().size();
    }
    assertThat(conflicts).as("a run without conflicts shows little").isPositive();
  }

  private static ObjectKey randomKey(Random random) {
    String alphabet = "aAbBz";
    StringBuilder key = new StringBuilder("p");
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      key.append('/');
      switch (random.nextInt(12)) {
        case 0 -> key.append("model_index.json");
        case 1 -> key.append(random.nextBoolean() ? ".." : "");
        default -> key.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
    }
    return new ObjectKey(key.toString());
  }

  private static Map<ModelPath, ModelFile> only(Catalog catalog, Collection<ModelPath> paths) {
    return catalog.files().entrySet().stream()
        .filter(entry -> paths.contains(entry.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Map<ModelPath, ModelFile> except(Catalog catalog, Collection<ModelPath> paths) {
    return catalog.files().entrySet().stream()
        .filter(entry -> !paths.contains(entry.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
