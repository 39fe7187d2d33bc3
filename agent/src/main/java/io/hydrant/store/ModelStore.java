package io.hydrant.store;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Checksum;
import io.hydrant.catalog.FileRecord;
import io.hydrant.catalog.Inventory;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.PresentFile;
import io.hydrant.catalog.RemoteObject;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A store that this process may change. Thread-safe, except that one path has at most one
/// [StagedFile] at a time.
public final class ModelStore implements AutoCloseable {
  private final StorePaths paths;
  private final TreeScan scan;
  private final Folders folders;
  private final StoreLock lock;
  private final boolean replaceForeign;
  private final boolean caseSensitive;

  /// Held while names change, so that no folder is pruned between its making and the rename into
  /// it.
  private final ReentrantLock tree = new ReentrantLock();

  private ModelStore(
      StorePaths paths,
      Collection<ModelPath> categories,
      StoreLock lock,
      boolean replaceForeign,
      boolean caseSensitive) {
    this.paths = paths;
    this.scan = new TreeScan(paths);
    this.folders = new Folders(paths, categories);
    this.lock = lock;
    this.replaceForeign = replaceForeign;
    this.caseSensitive = caseSensitive;
  }

  /// Takes the store into possession: makes its folders, locks it, checks what the file system can
  /// do, and removes what an earlier run left in the staging area.
  ///
  /// @param categories folders that always exist, also empty
  /// @param replaceForeign whether a file without a record may be replaced by a model of its name
  /// @param holder how this process presents itself to another that asks for the lock
  /// @throws StoreException of kind LOCKED or UNUSABLE
  public static ModelStore open(
      StorePaths paths, Collection<ModelPath> categories, boolean replaceForeign, String holder)
      throws IOException {
    StorePreflight preflight = new StorePreflight(paths);
    preflight.createOwnFolders();
    StoreLock lock = StoreLock.acquire(paths, holder);
    try {
      preflight.requireExtendedAttributes();
      preflight.requireUnicodeNames();
      preflight.sweepStaging();
      ModelStore store =
          new ModelStore(paths, categories, lock, replaceForeign, preflight.isCaseSensitive());
      store.folders.createCategories();
      return store;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /// Whether the disk can hold names that differ only in case.
  public boolean isCaseSensitive() {
    return caseSensitive;
  }

  /// The present set.
  public Inventory scan() throws IOException {
    return scan.all();
  }

  /// The present set at some paths and the folders above them.
  public Inventory look(Collection<ModelPath> at) throws IOException {
    return scan.at(at);
  }

  /// What the file system still can hold.
  public ByteSize available() throws IOException {
    return new ByteSize(Files.getFileStore(paths.data()).getUsableSpace());
  }

  /// Makes room for the bytes of an object.
  public StagedFile stage(ModelPath path, RemoteObject object) throws IOException {
    Path file = paths.staged(path, object.etag());
    Files.deleteIfExists(file);
    return new StagedFile(this, path, file);
  }

  void publish(Path staged, ModelPath path) throws IOException {
    Path target = paths.of(path);
    tree.lock();
    try {
      if (!replaceForeign && scan.at(path) instanceof PresentFile.Foreign) {
        throw new StoreException(
            StoreException.Kind.FOREIGN,
            "'"
                + target
                + "' is there and Hydrant did not publish it: move it away, or allow --replace-foreign",
            null);
      }
      folders.createAbove(path);
      if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
        removeEmptyFolder(target);
      }
      Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      tree.unlock();
    }
    Folders.sync(paths.folderOf(path));
  }

  private static void removeEmptyFolder(Path folder) throws IOException {
    try {
      Files.delete(folder);
    } catch (DirectoryNotEmptyException e) {
      throw new StoreException(
          StoreException.Kind.FOREIGN,
          "'" + folder + "' is a folder with files in it: move it away",
          e);
    }
  }

  /// Unlinks a published file and the folders that it leaves empty. A file that is not ours, or
  /// none, is left alone.
  ///
  /// @return whether there was one
  public boolean remove(ModelPath path) throws IOException {
    Path file = paths.of(path);
    tree.lock();
    try {
      if (!(scan.at(path) instanceof PresentFile.Managed)) {
        return false;
      }
      Files.delete(file);
      folders.pruneAbove(path);
    } finally {
      tree.unlock();
    }
    Path folder = paths.folderOf(path);
    if (Files.isDirectory(folder)) {
      Folders.sync(folder);
    }
    return true;
  }

  /// Reads a published file again.
  ///
  /// @return what is wrong with it, or null when its bytes are those that were published
  public static @Nullable String damageOf(StorePaths paths, PresentFile.Managed file)
      throws IOException {
    FileRecord record = file.record();
    if (!file.size().equals(record.size())) {
      return "it has "
          + file.size().bytes()
          + " bytes, "
          + record.size().bytes()
          + " were published";
    }
    Checksum actual = FileDigest.of(paths.of(file.path()), record.checksum().algorithm());
    return actual.equals(record.checksum())
        ? null
        : "its checksum is " + actual + ", " + record.checksum() + " was published";
  }

  /// Makes a published file look written to, by its modification time, so that the next scan of
  /// whoever owns the store finds it damaged and it is fetched again.
  public static void distrust(StorePaths paths, PresentFile.Managed file) throws IOException {
    try {
      Files.setLastModifiedTime(
          paths.of(file.path()), FileTime.from(file.record().modified().plusSeconds(1)));
    } catch (NoSuchFileException _) {
      // What is gone needs no mark.
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
