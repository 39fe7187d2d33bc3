package io.hydrant.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {

  private static List<Glob> globs(String... texts) {
    return Stream.of(texts).map(Glob::parse).toList();
  }

  private static Selection selection(List<Glob> includes, List<Glob> excludes) {
    return new Selection("", includes, excludes, List.of());
  }

  private static Skipped skipped(Selection selection, RemoteObject object) {
    return ((Selection.Unwanted) selection.choose(object)).skipped();
  }

  private static ModelFile wanted(Selection selection, RemoteObject object) {
    return ((Selection.Wanted) selection.choose(object)).file();
  }

  @Test
  void everythingThatIsAPathIsWantedWhereNothingIsSelected() {
    RemoteObject object = Samples.object("loras/a", 5);
    assertThat(wanted(Selection.all(), object))
        .isEqualTo(new ModelFile(new ModelPath("loras/a"), object, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"loras/", "a//", "/"})
  void aKeyThatEndsInASlashIsAFolderMarkerWhateverItsSize(String key) {
    assertThat(skipped(Selection.all(), Samples.object(key, 7)).reason())
        .isEqualTo(SkipReason.MARKER);
  }

  @Test
  void anEmptyObjectIsAMarker() {
    assertThat(skipped(Selection.all(), Samples.object("loras/put_loras_here", 0)).reason())
        .isEqualTo(SkipReason.MARKER);
  }

  @Test
  void aKeyThatIsNoPathIsSkippedAndNamed() {
    assertThat(skipped(Selection.all(), Samples.object("../x", 7)))
        .isEqualTo(
            new Skipped(
                new ObjectKey("../x"),
                new ByteSize(7),
                SkipReason.UNSAFE_KEY,
                "it has the path component '..'"));
  }

  @Test
  void excludesWinOverIncludes() {
    Selection selection = selection(globs("loras/**", "vae/*"), globs("**/*.ckpt"));
    assertThat(wanted(selection, Samples.object("loras/x/a.safetensors", 1)).path())
        .hasToString("loras/x/a.safetensors");
    assertThat(skipped(selection, Samples.object("vae/a.ckpt", 1)).detail())
        .isEqualTo("excluded by '**/*.ckpt'");
    assertThat(skipped(selection, Samples.object("build/a.zip", 1)))
        .extracting(Skipped::reason, Skipped::detail)
        .containsExactly(SkipReason.NOT_SELECTED, "no include pattern matches");
  }

  @Test
  void thePrefixIsCutFromKeysBeforePatternsSeeThem() {
    Selection selection = new Selection("models/", globs("loras/*"), List.of(), List.of());
    RemoteObject object = Samples.object("models/loras/a", 1);
    assertThat(wanted(selection, object).path()).hasToString("loras/a");
    assertThat(wanted(selection, object).object()).isSameAs(object);
    assertThat(skipped(selection, Samples.object("models/", 1)).reason())
        .isEqualTo(SkipReason.MARKER);
  }

  @Test
  void aPrefixThatIsNoFolderIsRefused() {
    assertThatThrownBy(() -> new Selection("models", List.of(), List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'models'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"m", "other/loras/a", "modelsX/loras/a"})
  void aKeyOutsideOfThePrefixIsNotCutToSomeOtherKeysPath(String key) {
    Selection selection = new Selection("models/", List.of(), List.of(), List.of());
    assertThat(selection.covers(new ObjectKey(key))).isFalse();
    assertThatThrownBy(() -> selection.pathOf(new ObjectKey(key)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + key + "'")
        .hasMessageContaining("'models/'");
  }

  @Test
  void theFirstPriorityThatMatchesCounts() {
    Selection selection =
        new Selection("", List.of(), List.of(), globs("vae/*", "**/*.safetensors", "**"));
    assertThat(wanted(selection, Samples.object("vae/a.safetensors", 1)).priority()).isZero();
    assertThat(wanted(selection, Samples.object("loras/a.safetensors", 1)).priority()).isEqualTo(1);
    assertThat(wanted(selection, Samples.object("loras/a.pt", 1)).priority()).isEqualTo(2);
    assertThat(wanted(selection(List.of(), List.of()), Samples.object("a", 1)).priority()).isZero();
  }
}
