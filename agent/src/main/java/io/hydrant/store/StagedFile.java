package io.hydrant.store;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Checksum;
import io.hydrant.catalog.Evidence;
import io.hydrant.catalog.FileRecord;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.RemoteObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A file on its way into the tree: written by somebody, then [verified][#verify], then
/// [published][#publish]. Closed without having been published or [left][#leave] it is gone. For
/// one thread.
public final class StagedFile implements AutoCloseable {
  private final ModelStore store;
  private final StorePaths paths;
  private final Leftovers leftovers;
  private final ModelPath path;
  private final Path file;
  private final boolean resumed;
  private boolean settled;

  /// @param resumed whether the file holds a beginning of the object already
  StagedFile(
      ModelStore store,
      StorePaths paths,
      Leftovers leftovers,
      ModelPath path,
      Path file,
      boolean resumed) {
    this.store = store;
    this.paths = paths;
    this.leftovers = leftovers;
    this.path = path;
    this.file = file;
    this.resumed = resumed;
  }

  /// Where to write the bytes.
  public Path file() {
    return file;
  }

  /// Whether the file holds a beginning of the object, which an earlier fetch left.
  public boolean isResumed() {
    return resumed;
  }

  /// Gets the file ready to be filled from its beginning to its end: takes the room for all bytes,
  /// so that nothing can take it away meanwhile, and begins the journal by which a later fetch can
  /// go on from what is there. A small file needs neither.
  ///
  /// @return what it takes of the disk from now on
  /// @throws StoreException of kind FULL when there is no room
  public ByteSize prepare(RemoteObject object) throws IOException {
    try {
      if (object.size().compareTo(Leftovers.LEAST) <= 0) {
        // It is written in one go, so that its bytes take their room no later than a reservation.
        return ByteSize.ZERO;
      }
      FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
      boolean reserved = Reservation.reserve(file, object.size().bytes());
      ByteSize taken = reserved ? object.size() : new ByteSize(Files.size(file));
      leftovers.begin(file, taken);
      return taken;
    } catch (IOException e) {
      throw DiskFailure.of("no room could be taken for '" + path + "'", paths, e);
    }
  }

  /// What it means that the bytes could not be written, by whoever writes them.
  ///
  /// @return what to throw: a [StoreException] of kind FULL or UNUSABLE with the next step
  public IOException writingFailed(IOException failure) {
    return DiskFailure.of("'" + path + "' could not be written", paths, failure);
  }

  /// Judges the staged bytes by what is known of the object. Unless they were validated while they
  /// arrived, they are read again and compared.
  ///
  /// Where S3 keeps no checksum of the whole object, one is computed all the same: it tells later
  /// whether the file on the disk is still what was published.
  ///
  /// @return what to publish
  /// @throws StoreException of kind CORRUPT when size or checksum differ
  public FileRecord verify(RemoteObject object, Evidence evidence) throws IOException {
    try {
      return verified(object, evidence);
    } catch (IOException e) {
      throw DiskFailure.of("what arrived of '" + path + "' could not be read", paths, e);
    }
  }

  private FileRecord verified(RemoteObject object, Evidence evidence) throws IOException {
    BasicFileAttributes arrived = FileLook.at(file);
    ByteSize size = new ByteSize(arrived == null ? 0 : arrived.size());
    if (!size.equals(object.size())) {
      throw corrupt(object, size.bytes() + " bytes arrived of " + object.size().bytes());
    }
    Checksum checksum =
        switch (evidence) {
          case Evidence.Validated(Checksum compared) -> compared;
          case Evidence.Whole(Checksum expected) -> {
            requireSame(object, expected, FileDigest.of(file, expected.algorithm()));
            yield expected;
          }
          case Evidence.Parts(List<Evidence.Part> parts) -> {
            requireParts(object, parts);
            yield FileDigest.of(file, Checksum.Algorithm.CRC64NVME);
          }
          case Evidence.SizeOnly() -> FileDigest.of(file, Checksum.Algorithm.CRC64NVME);
        };
    Files.setLastModifiedTime(file, FileTime.from(object.lastModified()));
    // Read back: a file system may keep less than nanoseconds.
    FileTime modified = Files.getLastModifiedTime(file);
    return new FileRecord(
        object.key(), object.etag(), object.versionId(), checksum, size, modified.toInstant());
  }

  private void requireParts(RemoteObject object, List<Evidence.Part> parts) throws IOException {
    long start = 0;
    for (Evidence.Part part : parts) {
      long length = part.size().bytes();
      Checksum expected = part.checksum();
      requireSame(object, expected, FileDigest.of(file, expected.algorithm(), start, length));
      start += length;
    }
    if (start != object.size().bytes()) {
      throw corrupt(
          object, "its parts have " + start + " bytes, and it has " + object.size().bytes());
    }
  }

  private static void requireSame(RemoteObject object, Checksum expected, Checksum actual)
      throws StoreException {
    if (!expected.equals(actual)) {
      throw corrupt(
          object, "its checksum is " + expected + " and the bytes that arrived have " + actual);
    }
  }

  /// Gives the file its record and, durably, its name. A small file gets it together with others,
  /// so that it may not have it yet when this returns. Closing changes nothing from then on.
  ///
  /// @param ended hears once how that ended, on this or on another thread: null when the file is
  ///   published; otherwise it is gone
  /// @throws IOException when it has no record; then `ended` hears of nothing
  public void publish(FileRecord record, Consumer<@Nullable Exception> ended) throws IOException {
    try {
      RecordAttribute.write(file, record);
    } catch (IOException e) {
      throw unpublished(e);
    }
    settled = true;
    store.publish(
        file,
        record.size(),
        path,
        failure -> ended.accept(failure == null ? null : withoutFile(failure)));
  }

  private Exception withoutFile(Exception failure) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return failure instanceof IOException e ? unpublished(e) : failure;
  }

  private IOException unpublished(IOException failure) {
    return DiskFailure.of("'" + path + "' could not be published", paths, failure);
  }

  /// Leaves what has arrived to a later fetch of the same state, if it can go on from it. Closing
  /// then changes nothing.
  public void leave() throws IOException {
    settled = leftovers.leave(file);
  }

  @Override
  public void close() throws IOException {
    if (!settled) {
      Files.deleteIfExists(file);
    }
  }

  private static StoreException corrupt(RemoteObject object, String difference) {
    return new StoreException(
        StoreException.Kind.CORRUPT,
        "'" + object.key() + "' did not arrive as it is: " + difference,
        null);
  }
}
