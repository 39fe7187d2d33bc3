package io.hydrant.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.testing.disk.MemoryDisk;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLookTest {
  @TempDir private Path folder;

  @Test
  void nothingIsThere() throws Exception {
    assertThat(FileLook.at(folder.resolve("missing"))).isNull();
    assertThat(FileLook.at(folder.resolve("missing/below"))).isNull();
    assertThat(FileLook.at(folder.resolve("with space & ü"))).isNull();
  }

  @Test
  void aFileIsThere() throws Exception {
    Path file = Files.write(folder.resolve("with space & ü"), new byte[123]);
    assertThat(look(file).isRegularFile()).isTrue();
    assertThat(look(file).size()).isEqualTo(123);
  }

  @Test
  void aFolderIsThere() throws Exception {
    assertThat(look(folder).isDirectory()).isTrue();
  }

  @Test
  void aLinkIsThereWhateverItLeadsTo() throws Exception {
    Path toFolder = Files.createSymbolicLink(folder.resolve("to-folder"), folder);
    Path toNothing = Files.createSymbolicLink(folder.resolve("to-nothing"), Path.of("missing"));
    assertThat(look(toFolder).isSymbolicLink()).isTrue();
    assertThat(look(toNothing).isSymbolicLink()).isTrue();
  }

  @Test
  void belowAFileNothingIsThere() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(FileLook.at(file.resolve("below"))).isNull();
  }

  @Test
  void aNameThatIsTooLongIsNoAbsence() {
    Path file = folder.resolve("x".repeat(300));
    assertThatThrownBy(() -> FileLook.at(file)).isInstanceOf(FileSystemException.class);
  }

  @Test
  void otherFileSystemsAreAskedThemselves() throws Exception {
    Path memory = new MemoryDisk(InstantSource.system()).root();
    // The kernel knows of no such file, and of one that is not in the memory.
    Path there = Files.write(memory.resolve("only-in-memory"), new byte[7]);
    assertThat(look(there).size()).isEqualTo(7);
    assertThat(FileLook.at(memory.resolve("proc"))).isNull();
    FileLook.deleteAt(there);
    assertThat(there).doesNotExist();
  }

  @Test
  void whatIsThereIsDeletedAndNothingIsNoFailure() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("missing"));
    FileLook.deleteAt(file);
    FileLook.deleteAt(file);
    FileLook.deleteAt(link);
    assertThat(file).doesNotExist();
    assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void whatCannotBeDeletedIsTold() throws Exception {
    Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> FileLook.deleteAt(folder))
        .isInstanceOf(DirectoryNotEmptyException.class);
  }

  private static BasicFileAttributes look(Path path) throws IOException {
    return Objects.requireNonNull(FileLook.at(path));
  }
}
