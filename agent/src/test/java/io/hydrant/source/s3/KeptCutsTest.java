package io.hydrant.source.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptCutsTest {
  private static final ListingCuts CUTS = new ListingCuts(List.of("a\nb", "c d+%/\u00e5", "x"));

  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = folder.resolve("cuts");
  }

  private KeptCuts ofNextProcess() {
    return new KeptCuts(file, "models", "prod/");
  }

  @Test
  void atFirstThereAreNone() {
    assertThat(ofNextProcess().get()).isEqualTo(ListingCuts.NONE);
  }

  @Test
  void theyAreThereInTheNextProcess() throws IOException {
    ofNextProcess().keep(CUTS);

    assertThat(ofNextProcess().get()).isEqualTo(CUTS);
    assertThat(folder).isDirectoryContaining(file::equals);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void thatThereAreNoneAnyMoreIsKeptToo() {
    ofNextProcess().keep(CUTS);
    ofNextProcess().keep(ListingCuts.NONE);

    assertThat(ofNextProcess().get()).isEqualTo(ListingCuts.NONE);
  }

  @Test
  void whatIsKeptAlreadyIsNotWrittenAgain() throws IOException {
    KeptCuts kept = ofNextProcess();
    kept.keep(CUTS);
    Files.delete(file);

    kept.keep(new ListingCuts(CUTS.keys()));

    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"other/prod/", "models/", "models/prod"})
  void thoseOfAnotherListingAreNotTaken(String other) {
    int slash = other.indexOf('/');
    new KeptCuts(file, other.substring(0, slash), other.substring(slash + 1)).keep(CUTS);

    assertThat(ofNextProcess().get()).isEqualTo(ListingCuts.NONE);
  }

  @Test
  void aDamagedFileIsNoError() throws IOException {
    Random random = new Random(48);
    ofNextProcess().keep(CUTS);
    byte[] whole = Files.readAllBytes(file);
    for (int n = 0; n < 500; n++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      Files.write(file, damaged);

      assertThat(ofNextProcess().get().keys()).hasSizeLessThanOrEqualTo(CUTS.keys().size() + 1);
    }
    for (String text : List.of("", "\n", "%", "1 models%2Fprod%2F\n%zz\n")) {
      Files.writeString(file, text);
      assertThat(ofNextProcess().get()).as(text).isEqualTo(ListingCuts.NONE);
    }
  }

  @Test
  void aFileThatIsNoneOrTooLargeIsNoError() throws IOException {
    Files.writeString(file, "1 models%2Fprod%2F\n" + "a".repeat(2 << 20));
    assertThat(ofNextProcess().get()).isEqualTo(ListingCuts.NONE);

    Files.delete(file);
    Files.createDirectory(file);
    KeptCuts kept = ofNextProcess();
    kept.keep(CUTS);

    assertThat(kept.get()).isEqualTo(CUTS);
    assertThat(ofNextProcess().get()).isEqualTo(ListingCuts.NONE);
  }
}
