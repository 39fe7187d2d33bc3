package io.hydrant.testing.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the store asks of a file system. Run on a real one and on the one in memory.
abstract class DiskContract {
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-02-02T02:02:02Z"));

  /// An empty folder.
  abstract Path folder() throws IOException;

  @Test
  void whatWasWrittenIsRead() throws IOException {
    Path file = Files.write(folder().resolve("模型 +%.part"), bytes("content"));

    assertThat(Files.readString(file)).isEqualTo("content");
    assertThat(Files.size(file)).isEqualTo(7);
    assertThat(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void writingAnewCutsWhatWasThere() throws IOException {
    Path file = Files.write(folder().resolve("a"), bytes("a long content"));
    Files.write(file, bytes("short"));

    assertThat(Files.readString(file)).isEqualTo("short");
  }

  @Test
  void channelsWriteAndReadAtTheirPosition() throws IOException {
    Path file = folder().resolve("a");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes("abc")));
      channel.write(ByteBuffer.wrap(bytes("X")), 1);
      channel.truncate(2);
      channel.force(true);
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer one = ByteBuffer.allocate(10);
      assertThat(channel.position(1).read(one)).isEqualTo(1);
      assertThat(channel.read(one)).isEqualTo(-1);
      assertThat(one.get(0)).isEqualTo((byte) 'X');
    }
  }

  @Test
  void anOpenFileOutlivesItsName() throws IOException {
    Path file = Files.write(folder().resolve("a"), bytes("content"));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Files.delete(file);
      assertThat(channel.size()).isEqualTo(7);
      assertThat(channel.read(ByteBuffer.allocate(10))).isEqualTo(7);
    }
  }

  @Test
  void anInterruptClosesTheChannelAndIsKept() throws IOException {
    Path file = Files.write(folder().resolve("a"), bytes("content"));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
          .isInstanceOf(ClosedByInterruptException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(channel.isOpen()).isFalse();
    }
  }

  @Test
  void anAtomicMoveReplacesAFileAndTakesItsAttributesAlong() throws IOException {
    Path from = Files.write(Files.createDirectory(folder().resolve("x")).resolve("a"), bytes("1"));
    Path to = Files.write(Files.createDirectory(folder().resolve("y")).resolve("b"), bytes("22"));
    user(from).write("record", ByteBuffer.wrap(bytes("mine")));
    Files.setLastModifiedTime(from, LONG_AGO);

    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);

    assertThat(Files.exists(from)).isFalse();
    assertThat(Files.readString(to)).isEqualTo("1");
    assertThat(read(to, "record")).isEqualTo("mine");
    assertThat(Files.getLastModifiedTime(to)).isEqualTo(LONG_AGO);
  }

  @Test
  void aFileIsNotMovedOverAFolder() throws IOException {
    Path from = Files.write(folder().resolve("a"), bytes("1"));
    Path to = Files.createDirectory(folder().resolve("b"));

    assertThatThrownBy(() -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE))
        .isInstanceOf(FileSystemException.class);
    assertThat(Files.isDirectory(to)).isTrue();
    assertThat(Files.readString(from)).isEqualTo("1");
  }

  @Test
  void aMoveIntoAFolderThatIsNotThereFails() throws IOException {
    Path from = Files.write(folder().resolve("a"), bytes("1"));

    assertThatThrownBy(
            () -> Files.move(from, folder().resolve("no/b"), StandardCopyOption.ATOMIC_MOVE))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(Files.exists(from)).isTrue();
  }

  @Test
  void aFolderGoesOnlyWhenItIsEmpty() throws IOException {
    Path outer = Files.createDirectory(folder().resolve("x"));
    Path file = Files.createFile(outer.resolve("a"));
    assertThatThrownBy(() -> Files.delete(outer)).isInstanceOf(DirectoryNotEmptyException.class);

    Files.delete(file);
    assertThat(Files.deleteIfExists(outer)).isTrue();
    assertThat(Files.deleteIfExists(outer)).isFalse();
    assertThatThrownBy(() -> Files.delete(outer)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void whatIsThereIsNotMadeAgain() throws IOException {
    Path inner = Files.createDirectories(folder().resolve("x/y/z"));
    assertThat(Files.createDirectories(inner)).isEqualTo(inner);
    Path file = Files.createFile(folder().resolve("a"));

    assertThatThrownBy(() -> Files.createDirectory(inner))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> Files.createDirectory(file))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> Files.createFile(file)).isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void whatIsNotThereIsNotFound() throws IOException {
    Path none = folder().resolve("none");
    assertThatThrownBy(() -> Files.size(none)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> Files.readAllBytes(none)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> Files.newDirectoryStream(none))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> read(none, "record")).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> Files.createFile(none.resolve("a")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void nothingIsBelowAFile() throws IOException {
    Path file = Files.createFile(folder().resolve("a"));
    assertThat(Files.exists(file.resolve("b"))).isFalse();
    assertThatThrownBy(() -> Files.createDirectory(file.resolve("b")))
        .isInstanceOf(FileSystemException.class);
  }

  @Test
  void aFolderListsAndIsWalked() throws IOException {
    Path folder = folder();
    Files.createFile(Files.createDirectories(folder.resolve("x/y")).resolve("a"));
    Files.createFile(folder.resolve("b"));

    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
    }
    assertThat(names).containsExactlyInAnyOrder("x", "b");
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.map(path -> folder.relativize(path).toString()))
          .containsExactlyInAnyOrder("", "x", "x/y", "x/y/a", "b");
    }
  }

  @Test
  void dotsAreTheFolderAndTheOneAbove() throws IOException {
    Path folder = folder();
    Files.createFile(Files.createDirectory(folder.resolve("x")).resolve("a"));

    assertThat(Files.exists(folder.resolve("x/./a"))).isTrue();
    assertThat(Files.exists(folder.resolve("x/../x/a"))).isTrue();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder.resolve("x/."))) {
      assertThat(entries).hasSize(1);
    }
  }

  @Test
  void everyChangeOfItsNamesIsSeenInAFoldersTime() throws IOException {
    Path folder = Files.createDirectory(folder().resolve("x"));
    Path elsewhere = Files.createFile(folder().resolve("a"));

    Files.setLastModifiedTime(folder, LONG_AGO);
    Files.move(elsewhere, folder.resolve("a"), StandardCopyOption.ATOMIC_MOVE);
    assertThat(Files.getLastModifiedTime(folder)).isGreaterThan(LONG_AGO);

    Files.setLastModifiedTime(folder, LONG_AGO);
    Files.delete(folder.resolve("a"));
    assertThat(Files.getLastModifiedTime(folder)).isGreaterThan(LONG_AGO);
  }

  @Test
  void attributesAreWrittenListedAndRead() throws IOException {
    Path file = Files.createFile(folder().resolve("a"));
    assertThat(user(file).list()).isEmpty();
    user(file).write("record", ByteBuffer.wrap(bytes("first")));
    user(file).write("record", ByteBuffer.wrap(bytes("second")));

    assertThat(user(file).list()).containsExactly("record");
    assertThat(user(file).size("record")).isEqualTo(6);
    assertThat(read(file, "record")).isEqualTo("second");
  }

  @Test
  void anAttributeThatIsNotThereOrTooLongFails() throws IOException {
    Path file = Files.createFile(folder().resolve("a"));
    assertThatThrownBy(() -> read(file, "record")).isInstanceOf(FileSystemException.class);

    user(file).write("record", ByteBuffer.wrap(bytes("long")));
    assertThatThrownBy(() -> user(file).read("record", ByteBuffer.allocate(2)))
        .isInstanceOf(FileSystemException.class);
  }

  @Test
  void aFolderIsSynced() throws IOException {
    Path folder = Files.createDirectory(folder().resolve("x"));
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
    assertThatThrownBy(() -> FileChannel.open(folder().resolve("no"), StandardOpenOption.READ))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aFileIsLocked() throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            folder().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(channel.tryLock()).isNotNull();
    }
  }

  @Test
  void thereIsRoom() throws IOException {
    assertThat(Files.getFileStore(folder()).getUsableSpace()).isPositive();
    assertThat(Files.readAttributes(folder(), BasicFileAttributes.class).isDirectory()).isTrue();
    assertThat(folder().toRealPath()).isEqualTo(folder().toRealPath().toRealPath());
  }

  private static UserDefinedFileAttributeView user(Path file) {
    return Files.getFileAttributeView(
        file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static String read(Path file, String attribute) throws IOException {
    ByteBuffer value = ByteBuffer.allocate(100);
    user(file).read(attribute, value);
    return StandardCharsets.UTF_8.decode(value.flip()).toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
