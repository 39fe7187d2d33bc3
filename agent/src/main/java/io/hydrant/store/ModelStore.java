package io.hydrant.store;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Inventory;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.PresentFile;
import io.hydrant.catalog.RemoteObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A store that this process may change. Thread-safe, except that one path has at most one
/// [StagedFile] at a time.
public final class ModelStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelStore.class);

  private final StorePaths paths;
  private final StoreSpace space;
  private final RemovedInUse removed = new RemovedInUse();
  private final TreeScan scan;
  private final Folders folders;
  private final StoreLock lock;
  private final Leftovers leftovers;
  private final boolean replaceForeign;
  private final boolean caseSensitive;
  private final Publisher publisher;

  /// Held while names change, so that no folder is pruned between its making and the rename into
  /// it.
  private final ReentrantLock tree = new ReentrantLock();

  private ModelStore(
      StorePaths paths,
      StoreSpace space,
      Collection<ModelPath> categories,
      StoreLock lock,
      Leftovers leftovers,
      boolean replaceForeign,
      boolean caseSensitive) {
    this.paths = paths;
    this.space = space;
    this.scan = new TreeScan(paths);
    this.folders = new Folders(paths, categories);
    this.lock = lock;
    this.leftovers = leftovers;
    this.replaceForeign = replaceForeign;
    this.caseSensitive = caseSensitive;
    this.publisher = new Publisher(paths, scan, folders, space, removed, tree, replaceForeign);
  }

  /// Takes the store into possession: makes its folders, locks it, checks what the file system can
  /// do, and removes what an earlier run left in the staging area, but for what a fetch can go on
  /// from.
  ///
  /// @param categories folders that always exist, also empty
  /// @param replaceForeign whether a file without a record may be replaced by a model of its name
  /// @param holder how this process presents itself to another that asks for the lock
  /// @throws StoreException of kind LOCKED, FULL or UNUSABLE
  public static ModelStore open(
      StorePaths paths, Collection<ModelPath> categories, boolean replaceForeign, String holder)
      throws IOException {
    return open(paths, categories, replaceForeign, holder, Leftovers.presentBoot());
  }

  static ModelStore open(
      StorePaths paths,
      Collection<ModelPath> categories,
      boolean replaceForeign,
      String holder,
      @Nullable String boot)
      throws IOException {
    StorePreflight preflight = new StorePreflight(paths);
    preflight.requireUnicodeNames();
    try {
      preflight.createFolders();
      StoreLock lock = StoreLock.acquire(paths, holder);
      try {
        Leftovers leftovers = new Leftovers(boot);
        leftovers.find(paths.staging());
        preflight.sweepStaging(leftovers);
        preflight.requirePublishing();
        ModelStore store =
            new ModelStore(
                paths,
                StoreSpace.of(paths),
                categories,
                lock,
                leftovers,
                replaceForeign,
                preflight.isCaseSensitive());
        store.folders.createCategories();
        return store;
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw DiskFailure.of("'" + paths.root() + "' cannot be used", paths, e);
    }
  }

  /// Whether the disk can hold names that differ only in case.
  public boolean isCaseSensitive() {
    return caseSensitive;
  }

  /// Whether a file without a record is replaced by a model of its name.
  public boolean replacesForeign() {
    return replaceForeign;
  }

  /// The present set.
  public Inventory scan() throws IOException {
    if (!space.isLimited()) {
      return scan.all();
    }
    // Nothing is published between the look and the count.
    tree.lock();
    try {
      Inventory all = scan.all();
      space.counted(all);
      return all;
    } finally {
      tree.unlock();
    }
  }

  /// The present set at some paths and the folders above them.
  public Inventory look(Collection<ModelPath> at) throws IOException {
    return scan.at(at);
  }

  /// What the tree holds at one path, or null.
  public @Nullable PresentFile look(ModelPath at) throws IOException {
    return scan.at(at);
  }

  /// What may still be written.
  public ByteSize available() throws IOException {
    return usable().plus(leftovers.size());
  }

  /// What the disk keeps of removed and replaced models because somebody still reads them.
  public ByteSize removedInUse() {
    return removed.size();
  }

  private ByteSize usable() throws IOException {
    // What is let go of here is room.
    ByteSize _ = removed.size();
    return space.available();
  }

  /// Begins to bring an object onto the disk. What can be known to stand against it is found here,
  /// before the first byte.
  ///
  /// @throws StoreException of kind FOREIGN, FULL or UNUSABLE
  public StagedFile stage(ModelPath path, RemoteObject object) throws IOException {
    Path file = paths.staged(path, object.etag());
    try {
      requirePlaceFor(path);
      // Looked for first, because the JDK learns by an exception that it is there. Nothing is made
      // above it: where that is missing, the disk is not mounted.
      if (!Files.isDirectory(paths.staging())) {
        Folders.create(paths.staging());
      }
      boolean resumed = leftovers.claim(file);
      if (!resumed) {
        FileLook.deleteAt(file);
        requireRoomFor(path, object.size());
      }
      return new StagedFile(this, paths, leftovers, path, file, resumed);
    } catch (IOException e) {
      throw DiskFailure.of("'" + path + "' could not be staged", paths, e);
    }
  }

  /// Looked for without waiting for others to get their names; what a change meanwhile could have
  /// made look like an obstacle is looked at again.
  private void requirePlaceFor(ModelPath path) throws IOException {
    try {
      var _ = publisher.requirePlaceFor(path);
    } catch (IOException _) {
      tree.lock();
      try {
        var _ = publisher.requirePlaceFor(path);
      } finally {
        tree.unlock();
      }
    }
  }

  private void requireRoomFor(ModelPath path, ByteSize size) throws IOException {
    ByteSize available = usable();
    if (size.compareTo(available) > 0) {
      leftovers.discardAll();
      available = usable();
    }
    if (size.compareTo(available) > 0) {
      throw new StoreException(
          StoreException.Kind.FULL,
          "'"
              + path
              + "' needs "
              + size
              + " and the disk has "
              + available
              + " left: free some space on the disk, or select fewer models",
          null);
    }
  }

  /// Makes a staged file durable and gives it its name.
  ///
  /// @param size of the staged file
  /// @param ended hears once how that ended, on this or on another thread: null when the file has
  ///   its name, durably
  void publish(Path staged, ByteSize size, ModelPath path, Consumer<@Nullable Exception> ended) {
    publisher.publish(staged, size, path, ended);
  }

  /// Unlinks a published file and the folders that it leaves empty. A file that is not ours, or
  /// none, is left alone.
  ///
  /// @return whether there was one
  public boolean remove(ModelPath path) throws IOException {
    try {
      Path remaining;
      tree.lock();
      try {
        if (!(scan.at(path) instanceof PresentFile.Managed present)) {
          return false;
        }
        Path file = paths.of(path);
        removed.during(file, () -> Files.delete(file));
        space.grown(-present.size().bytes());
        remaining = folders.pruneAbove(path);
      } finally {
        tree.unlock();
      }
      folders.sync(remaining);
      return true;
    } catch (IOException e) {
      throw DiskFailure.of("'" + path + "' could not be removed", paths, e);
    }
  }

  /// Gives the folders above a path another modification time, so that nobody who goes by it goes
  /// on with an old list of them. One that is gone, or cannot be touched, is left.
  public void touchFoldersOf(ModelPath path, Instant time) {
    for (ModelPath folder : path.ancestors()) {
      try {
        Files.setLastModifiedTime(paths.of(folder), FileTime.from(time));
      } catch (NoSuchFileException _) {
        // Whoever removed it has told of it.
      } catch (IOException e) {
        LOG.debug("'{}' was not touched: {}", folder, e.toString());
      }
    }
  }

  @Override
  public void close() throws IOException {
    publisher.close();
    removed.close();
    lock.close();
  }
}
