package io.hydrant.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.hydrant.catalog.ByteSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Beginnings of objects in the staging area that nobody is working at: a later fetch of the same
/// state goes on from them. Thread-safe.
///
/// A staged file's name stands for one state of one object. What says that its bytes can be gone on
/// from is a journal in its extended attribute, which names the boot of the system that they were
/// written in: after another boot nobody knows which of them reached the disk, so none counts. Nor
/// do they while a file lies beside it, which means that it was not written in order.
///
/// Nobody needs leftovers: when room is short they go first, so what they take counts as free.
final class Leftovers {
  /// Objects with less are fetched anew as soon as they are gone on from.
  static final ByteSize LEAST = ByteSize.ofMebibytes(8);

  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /// Publishing replaces it by the record.
  private static final String ATTRIBUTE = RecordAttribute.NAME;

  private static final String FORMAT = "partial:";
  private static final int MOST_BYTES = 200;

  private final @Nullable String boot;

  /// What each of them takes of the disk.
  @GuardedBy("this")
  private final Map<Path, Long> idle = new HashMap<>();

  /// @param boot names the present boot of the system; null when that is not known, so that nothing
  ///   is ever gone on from
  Leftovers(@Nullable String boot) {
    this.boot = boot;
  }

  /// The boot of the system that this process runs in.
  static @Nullable String presentBoot() {
    try {
      return Files.readString(BOOT_ID).strip();
    } catch (IOException _) {
      return null;
    }
  }

  /// Takes note of what an earlier process left.
  synchronized void find(Path staging) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(staging)) {
      for (Path file : files) {
        leave(file);
      }
    }
  }

  /// Says of a file that it will hold a beginning of its object from now on.
  ///
  /// @param taken what it takes of the disk
  void begin(Path file, ByteSize taken) throws IOException {
    if (boot != null) {
      view(file)
          .write(ATTRIBUTE, StandardCharsets.UTF_8.encode(FORMAT + boot + ":" + taken.bytes()));
    }
  }

  /// Keeps a file that nobody works at any longer, if its journal allows.
  ///
  /// @return whether it is kept
  synchronized boolean leave(Path file) throws IOException {
    long taken = trusted(file);
    if (taken > 0) {
      idle.put(file, taken);
    }
    return taken > 0;
  }

  /// Gives a file to a fetch.
  ///
  /// @return whether it may go on from what the file holds
  synchronized boolean claim(Path file) {
    return idle.remove(file) != null;
  }

  synchronized boolean contains(Path file) {
    return idle.containsKey(file);
  }

  /// What could be had by discarding all.
  synchronized ByteSize size() {
    return new ByteSize(idle.values().stream().mapToLong(Long::longValue).sum());
  }

  synchronized void discardAll() throws IOException {
    for (Path file : List.copyOf(idle.keySet())) {
      Files.deleteIfExists(file);
      idle.remove(file);
    }
  }

  /// 0 when its bytes cannot be trusted.
  private long trusted(Path file) throws IOException {
    if (boot == null
        || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || hasCompanion(file)) {
      return 0;
    }
    return read(file).startsWith(FORMAT + boot + ":") && Files.size(file) > 0 ? takenBy(file) : 0;
  }

  /// What a staged file takes of the disk: its bytes, or what its journal says is reserved for it.
  static long takenBy(Path file) throws IOException {
    String journal = read(file);
    long reserved =
        journal.startsWith(FORMAT)
            ? Long.parseLong(journal.substring(journal.lastIndexOf(':') + 1))
            : 0;
    return Math.max(Files.size(file), reserved);
  }

  private static boolean hasCompanion(Path file) throws IOException {
    String prefix = file.getFileName() + ".";
    try (DirectoryStream<Path> beside =
        Files.newDirectoryStream(
            file.resolveSibling("."), each -> each.getFileName().toString().startsWith(prefix))) {
      return beside.iterator().hasNext();
    }
  }

  private static String read(Path file) throws IOException {
    UserDefinedFileAttributeView view = view(file);
    if (!view.list().contains(ATTRIBUTE) || view.size(ATTRIBUTE) > MOST_BYTES) {
      return "";
    }
    ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
    view.read(ATTRIBUTE, bytes);
    return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
  }

  private static UserDefinedFileAttributeView view(Path file) throws IOException {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    if (view == null) {
      throw new IOException("the file system has no extended attributes");
    }
    return view;
  }
}
