package io.hydrant.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.Evidence;
import io.hydrant.catalog.FileRecord;
import io.hydrant.catalog.ModelPath;
import io.hydrant.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What Hydrant did not publish, and links, in its directory.
class ForeignFilesTest extends StoreFixture {
  @Test
  void aForeignFileIsRefusedBeforeTheFirstByte() throws IOException {
    Files.writeString(data("loras/a"), "mine");
    StoreException failure = failureOf(() -> stage("loras/a", ONE));
    assertThat(failure.kind()).isEqualTo(Kind.FOREIGN);
    assertThat(failure)
        .hasMessage(
            "'"
                + data("loras/a")
                + "' is there and Hydrant did not publish it: move it away, or allow --replace-foreign");
  }

  @Test
  void aForeignFileThatComesWhileBytesFlowIsNotReplaced() throws IOException {
    try (StagedFile staged = stage("loras/a", ONE)) {
      Files.write(staged.file(), ONE.bytes());
      FileRecord record = staged.verify(ONE.object("loras/a"), Evidence.of(ONE.object("loras/a")));
      Files.writeString(data("loras/a"), "mine");
      assertThat(failureOf(() -> Publishing.publish(staged, record)).kind())
          .isEqualTo(Kind.FOREIGN);
      assertThat(staged.file()).doesNotExist();
    }
    assertThat(data("loras/a")).hasContent("mine");
  }

  @Test
  void aForeignFileIsReplacedWhereThatIsAllowed() throws IOException {
    reopen(true);
    assertThat(store().replacesForeign()).isTrue();
    Files.writeString(data("loras/a"), "mine");
    ONE.publish(store(), "loras/a");
    assertThat(data("loras/a")).hasContent(ONE.text());
  }

  @Test
  void aLinkIsReplacedItselfAndNotWhatItLeadsTo() throws IOException {
    Path target = Files.writeString(outside.resolve("target"), "outside");
    Files.createSymbolicLink(data("loras/a"), target);
    assertThat(failureOf(() -> stage("loras/a", ONE)).kind()).isEqualTo(Kind.FOREIGN);
    reopen(true);
    ONE.publish(store(), "loras/a");
    assertThat(Files.isRegularFile(data("loras/a"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(target).hasContent("outside");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noModelIsPublishedThroughALinkedFolder(boolean replaceForeign) throws IOException {
    reopen(replaceForeign);
    Files.createSymbolicLink(data("loras/x"), outside);
    StoreException failure = failureOf(() -> stage("loras/x/a", ONE));
    assertThat(failure.kind()).isEqualTo(Kind.FOREIGN);
    assertThat(failure)
        .hasMessage(
            "'"
                + data("loras/x")
                + "' stands where the folder of 'loras/x/a' must be: move it away");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aFolderLinkThatComesWhileBytesFlowIsNotFollowed() throws IOException {
    try (StagedFile staged = stage("loras/x/a", ONE)) {
      Files.write(staged.file(), ONE.bytes());
      FileRecord record =
          staged.verify(ONE.object("loras/x/a"), Evidence.of(ONE.object("loras/x/a")));
      Files.createSymbolicLink(data("loras/x"), outside);
      assertThat(failureOf(() -> Publishing.publish(staged, record)).kind())
          .isEqualTo(Kind.FOREIGN);
    }
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aFileWhereAFolderMustBeIsNamed() throws IOException {
    ONE.publish(store(), "loras/x");
    assertThat(failureOf(() -> stage("loras/x/a", ONE)).kind()).isEqualTo(Kind.FOREIGN);
    assertThat(data("loras/x")).hasContent(ONE.text());
  }

  @Test
  void anEmptyFolderGivesWayToAModelAndOneWithSomethingInItDoesNot() throws IOException {
    Files.createDirectories(data("loras/x"));
    ONE.publish(store(), "loras/x");
    assertThat(data("loras/x")).hasContent(ONE.text());

    Files.createDirectories(data("loras/y/z"));
    StoreException failure = failureOf(() -> stage("loras/y", ONE));
    assertThat(failure.kind()).isEqualTo(Kind.FOREIGN);
    assertThat(failure)
        .hasMessage("'" + data("loras/y") + "' is a folder with something in it: move it away");
  }

  @Test
  void noModelTakesTheNameOfACategory() throws IOException {
    StoreException failure = failureOf(() -> stage("loras", ONE));
    assertThat(failure.kind()).isEqualTo(Kind.FOREIGN);
    assertThat(failure)
        .hasMessageContaining("'loras' is the name of a folder that always exists")
        .hasMessageContaining("rename the object");
    assertThat(data("loras")).isEmptyDirectory();
  }

  @Test
  void whatHydrantDidNotPublishIsNeverRemoved() throws IOException {
    Files.createDirectories(data("loras/x"));
    Files.writeString(data("loras/x/mine"), "mine");
    Files.createSymbolicLink(data("loras/link"), outside);
    ONE.publish(store(), "loras/x/a");
    assertThat(store().remove(new ModelPath("loras/x/mine"))).isFalse();
    assertThat(store().remove(new ModelPath("loras/x"))).isFalse();
    assertThat(store().remove(new ModelPath("loras/link"))).isFalse();
    assertThat(store().remove(new ModelPath("loras/none"))).isFalse();
    assertThat(store().remove(new ModelPath("loras/x/a"))).isTrue();
    assertThat(data("loras/x/mine")).hasContent("mine");
    assertThat(Files.isSymbolicLink(data("loras/link"))).isTrue();
  }

  @Test
  void nothingIsRemovedBehindALinkedFolder() throws IOException {
    ONE.publish(store(), "loras/x/a");
    Files.move(data("loras/x"), outside.resolve("x"));
    Files.createSymbolicLink(data("loras/x"), outside.resolve("x"));
    assertThat(store().remove(new ModelPath("loras/x/a"))).isFalse();
    assertThat(outside.resolve("x/a")).exists();
  }
}
