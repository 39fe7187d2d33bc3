package io.hydrant.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.hydrant.catalog.Evidence;
import io.hydrant.catalog.FileRecord;
import io.hydrant.catalog.ModelPath;
import io.hydrant.store.StoreException.Kind;
import io.hydrant.testing.ChildJvm;
import io.hydrant.testing.Mount;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Disks and directories that a store cannot work on, and what it says of them.
class UnusableDiskTest {
  private static final Content CONTENT = new Content("the bytes");

  @TempDir private Path root;

  private ModelStore open() throws IOException {
    return ModelStore.open(
        new StorePaths(root), List.of(new ModelPath("loras")), false, "UnusableDiskTest");
  }

  private static StoreException failureOf(ThrowingCallable call) {
    return Objects.requireNonNull(
        catchThrowableOfType(StoreException.class, call), "nothing was thrown");
  }

  private static void fill(Path file) throws IOException {
    byte[] block = new byte[4 << 10];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left on device");
    }
  }

  @Test
  void aMissingRootIsMade() throws IOException {
    StorePaths below = new StorePaths(root.resolve("new/root"));
    ModelStore.open(below, List.of(), false, "test").close();
    assertThat(below.data()).isEmptyDirectory();
  }

  /// As when the file system is unmounted: what is written then would lie below the mount point.
  @Test
  void aRootThatLostItsFoldersGetsNoneFromAFetch() throws IOException {
    Path system = root.resolve(".hydrant");
    String key = "loras/model";
    try (ModelStore store = open()) {
      Files.move(system, root.resolve("gone"));

      assertThat(failureOf(() -> store.stage(new ModelPath(key), CONTENT.object(key))).kind())
          .isEqualTo(Kind.UNUSABLE);
      assertThat(system).doesNotExist();
    }
  }

  @Test
  void aRootThatIsAFileIsNamed() throws IOException {
    Path file = Files.createFile(root.resolve("file"));
    StoreException failure =
        failureOf(() -> ModelStore.open(new StorePaths(file), List.of(), false, "test"));
    assertThat(failure.kind()).isEqualTo(Kind.UNUSABLE);
    assertThat(failure)
        .hasMessage(
            "'"
                + file
                + "' cannot be used: '"
                + file
                + "' is there and is no folder; move it away");
  }

  @Test
  void aTreeThatIsALinkIsRefusedBecauseScansDoNotFollowLinks() throws IOException {
    Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
    Path data = Files.createSymbolicLink(root.resolve("data"), elsewhere);
    StoreException failure = failureOf(this::open);
    assertThat(failure.kind()).isEqualTo(Kind.UNUSABLE);
    assertThat(failure).hasMessage("'" + data + "' must be a folder and no link: move it away");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void aFileWhereACategoryMustBeIsNamed() throws IOException {
    Files.createDirectory(root.resolve("data"));
    Path file = Files.createFile(root.resolve("data/loras"));
    assertThat(failureOf(this::open))
        .hasMessageContaining("'" + file + "' is there and is no folder; move it away");
  }

  @Test
  void aDirectoryOfSomebodyElseIsNamed() throws IOException {
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeFalse(Files.isWritable(root), "needs another user than root, who may write everywhere");
    StoreException failure = failureOf(this::open);
    assertThat(failure.kind()).isEqualTo(Kind.UNUSABLE);
    assertThat(failure)
        .hasMessage(
            "'"
                + root
                + "' cannot be used: permission denied at '"
                + root.resolve(".hydrant")
                + "'; let user '"
                + System.getProperty("user.name")
                + "' read and write it");
  }

  @Test
  void aReadOnlyDiskIsNamed() throws IOException {
    try (Mount _ = Mount.readOnly(root)) {
      StoreException failure = failureOf(this::open);
      assertThat(failure.kind()).isEqualTo(Kind.UNUSABLE);
      assertThat(failure)
          .hasMessageStartingWith("'" + root + "' cannot be used: Read-only file system; mount it");
    }
  }

  @Test
  void aDiskThatBecomesReadOnlyFailsEveryChangeAndKeepsWhatItHas() throws IOException {
    try (ModelStore store = open()) {
      CONTENT.publish(store, "loras/old");
      StagedFile staged = store.stage(new ModelPath("loras/new"), CONTENT.object("loras/new"));
      Files.write(staged.file(), CONTENT.bytes());
      FileRecord record =
          staged.verify(CONTENT.object("loras/new"), Evidence.of(CONTENT.object("loras/new")));
      try (Mount _ = Mount.readOnly(root)) {
        assertThat(failureOf(() -> Publishing.publish(staged, record)))
            .hasMessageStartingWith("'loras/new' could not be published: ")
            .hasMessageContaining("Read-only file system");
        assertThat(failureOf(() -> store.remove(new ModelPath("loras/old"))))
            .hasMessageStartingWith("'loras/old' could not be removed: Read-only file system");
        assertThat(store.scan().files()).hasSize(1);
      }
      Publishing.publish(staged, record);
    }
  }

  @Test
  void aFileSystemWithoutExtendedAttributesIsNamed() throws IOException {
    try (Mount _ = Mount.ramfs(root)) {
      StoreException failure = failureOf(this::open);
      assertThat(failure.kind()).isEqualTo(Kind.UNUSABLE);
      assertThat(failure)
          .hasMessageStartingWith(
              "the file system of '" + root + "' (ramfs) does not take Hydrant's records")
          .hasMessageEndingWith(
              "use a file system with user extended attributes, such as xfs or ext4");
      assertThat(root.resolve(".hydrant/staging")).isEmptyDirectory();
    }
  }

  @Test
  void aTreeOnAnotherFileSystemIsRefusedBecauseNothingCanBeRenamedIntoIt() throws IOException {
    Path data = Files.createDirectory(root.resolve("data"));
    try (Mount mount = Mount.tmpfs(data, "size=1m")) {
      mount.requireAttributes();
      StoreException failure = failureOf(this::open);
      assertThat(failure.kind()).isEqualTo(Kind.UNUSABLE);
      assertThat(failure).hasMessageContaining("are on different file systems: mount one at");
    }
  }

  @Test
  void leftoversThatFillTheDiskDoNotKeepTheStoreFromOpening() throws IOException {
    try (Mount mount = Mount.tmpfs(root, "size=1m")) {
      mount.requireAttributes();
      Files.createDirectories(root.resolve(".hydrant/staging"));
      fill(root.resolve(".hydrant/staging/leftover.part"));
      try (ModelStore store = open()) {
        CONTENT.publish(store, "loras/a");
        assertThat(store.scan().files()).hasSize(1);
      }
    }
  }

  @Test
  void aFullDiskIsToldAsSuchWhoeverNoticesIt() throws IOException {
    try (Mount mount = Mount.tmpfs(root, "size=1m,nr_inodes=14")) {
      mount.requireAttributes();
      try (ModelStore store = open()) {
        StagedFile staged = store.stage(new ModelPath("loras/x/a"), CONTENT.object("loras/x/a"));
        Files.write(staged.file(), CONTENT.bytes());
        FileRecord record =
            staged.verify(CONTENT.object("loras/x/a"), Evidence.of(CONTENT.object("loras/x/a")));
        Path filler = root.resolve("filler");
        fill(filler);

        StoreException early =
            failureOf(() -> store.stage(new ModelPath("loras/b"), CONTENT.object("loras/b")));
        assertThat(early.kind()).isEqualTo(Kind.FULL);
        StoreException written =
            (StoreException) staged.writingFailed(new IOException("AWS_ERROR_UNKNOWN"));
        assertThat(written.kind()).isEqualTo(Kind.FULL);
        assertThat(written)
            .hasMessageStartingWith("'loras/x/a' could not be written: AWS_ERROR_UNKNOWN")
            .hasMessageContaining("free some space");

        Files.delete(filler);
        exhaustInodes();
        StoreException published = failureOf(() -> Publishing.publish(staged, record));
        assertThat(published.kind()).isEqualTo(Kind.FULL);
        assertThat(published)
            .hasMessageStartingWith("'loras/x/a' could not be published: ")
            .hasMessageContaining("No space left on device");
        assertThat(store.scan().files()).isEmpty();
      }
    }
  }

  private void exhaustInodes() {
    assertThat(
            catchThrowableOfType(
                IOException.class,
                () -> {
                  for (int i = 0; i < 100; i++) {
                    Files.createFile(root.resolve("inode-" + i));
                  }
                }))
        .hasMessageContaining("No space left on device");
  }

  @Test
  void aWriteThatFailsOnADiskWithRoomIsNoFullDisk() throws IOException {
    try (ModelStore store = open();
        StagedFile staged = store.stage(new ModelPath("loras/a"), CONTENT.object("loras/a"))) {
      StoreException failure =
          (StoreException) staged.writingFailed(new IOException("Input/output error"));
      assertThat(failure.kind()).isEqualTo(Kind.UNUSABLE);
      assertThat(failure)
          .hasMessage(
              "'loras/a' could not be written: Input/output error; see the kernel's log for errors of the disk");
      for (String words : List.of("Disk quota exceeded", "Out of space on disk.")) {
        StoreException full = (StoreException) staged.writingFailed(new IOException(words));
        assertThat(full.kind()).isEqualTo(Kind.FULL);
      }
    }
  }

  @Test
  void aLocaleThatCannotWriteAllNamesIsRefusedAtTheStart() throws IOException {
    try (ChildJvm child =
        ChildJvm.start(StoreOpener.class, Map.of("LC_ALL", "C"), root.toString())) {
      assertThat(child.readAll())
          .isEqualTo("file names cannot be written in this locale: start with LC_ALL=C.UTF-8");
    }
    try (ChildJvm child =
        ChildJvm.start(StoreOpener.class, Map.of("LC_ALL", "C.UTF-8"), root.toString())) {
      assertThat(child.readAll()).isEqualTo("opened");
    }
  }
}
