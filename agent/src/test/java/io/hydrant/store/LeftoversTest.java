package io.hydrant.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.catalog.Samples;
import io.hydrant.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;

/// What an earlier fetch or process left in the staging area.
class LeftoversTest extends StoreFixture {
  private static final RemoteObject LARGE =
      RemoteObject.of(
          new ObjectKey("loras/a"), ByteSize.ofMebibytes(64), new ETag("1234"), Samples.MODIFIED);

  @Test
  void leftoversOfAnEarlierRunAreRemovedAtTheStart() throws IOException {
    Files.writeString(paths.staging().resolve("0123.part"), "half");
    Files.createDirectories(paths.staging().resolve("folder/in/folder"));
    Files.writeString(paths.staging().resolve("folder/in/file"), "x");
    Files.createSymbolicLink(paths.staging().resolve("link"), outside);
    Path kept = Files.writeString(outside.resolve("kept"), "x");
    reopen(false);
    assertThat(staged()).isEmpty();
    assertThat(kept).exists();
  }

  @Test
  void aLaterFetchOfTheSameStateGoesOnFromWhatWasLeft() throws IOException {
    leaveHalf("boot-1");
    reopen("boot-1");
    try (StagedFile staged = store().stage(new ModelPath("loras/a"), LARGE)) {
      assertThat(staged.isResumed()).isTrue();
      assertThat(staged.file()).hasContent("half");
    }
    assertThat(staged()).isEmpty();
  }

  @Test
  void anotherStateOfTheObjectBeginsAnew() throws IOException {
    leaveHalf("boot-1");
    RemoteObject changed =
        RemoteObject.of(LARGE.key(), LARGE.size(), new ETag("5678"), Samples.MODIFIED);
    try (StagedFile staged = store().stage(new ModelPath("loras/a"), changed)) {
      assertThat(staged.isResumed()).isFalse();
    }
  }

  @Test
  void afterAnotherBootNothingIsGoneOnFrom() throws IOException {
    leaveHalf("boot-1");
    reopen("boot-2");
    assertThat(staged()).isEmpty();
  }

  @Test
  void whatWasNotWrittenInOrderIsNotGoneOnFrom() throws IOException {
    Path file = leaveHalf("boot-1");
    Files.createFile(file.resolveSibling(file.getFileName() + ".unordered"));
    reopen("boot-1");
    assertThat(staged()).isEmpty();
  }

  @Test
  void whatWasLeftGoesWhenRoomIsShort() throws IOException {
    leaveHalf("boot-1");
    RemoteObject tooMuch =
        Samples.object("loras/b", Files.getFileStore(root).getTotalSpace() + (1L << 40));
    assertThat(failureOf(() -> store().stage(new ModelPath("loras/b"), tooMuch)).kind())
        .isEqualTo(Kind.FULL);
    assertThat(staged()).isEmpty();
  }

  private Path leaveHalf(String boot) throws IOException {
    reopen(boot);
    try (StagedFile staged = store().stage(new ModelPath("loras/a"), LARGE)) {
      staged.prepare(LARGE);
      Files.writeString(staged.file(), "half", StandardOpenOption.WRITE);
      staged.leave();
      return staged.file();
    }
  }
}
