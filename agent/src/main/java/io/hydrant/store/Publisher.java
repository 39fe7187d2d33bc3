package io.hydrant.store;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.PresentFile;
import io.hydrant.store.GroupPublishing.Publication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Gives staged files their names, durably. Thread-safe.
final class Publisher implements GroupPublishing.Steps, AutoCloseable {
  /// A larger file would keep the small ones beside it waiting.
  private static final ByteSize PUBLISHED_ALONE = ByteSize.ofMebibytes(8);

  private static final int GROUPS = 4;

  /// No more than the groups; they end when nothing was published for a while.
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().name("publish-", 0).daemon().factory());

  private final StorePaths paths;
  private final TreeScan scan;
  private final Folders folders;
  private final StoreSpace space;
  private final RemovedInUse removed;
  private final boolean replaceForeign;
  private final GroupPublishing group;

  /// @param names is held while names change
  /// @param replaceForeign whether a file without a record may be replaced by a model of its name
  Publisher(
      StorePaths paths,
      TreeScan scan,
      Folders folders,
      StoreSpace space,
      RemovedInUse removed,
      Lock names,
      boolean replaceForeign) {
    this.paths = paths;
    this.scan = scan;
    this.folders = folders;
    this.space = space;
    this.removed = removed;
    this.replaceForeign = replaceForeign;
    this.group = new GroupPublishing(this, names, GROUPS, threads);
  }

  /// Makes a staged file durable and gives it its name.
  ///
  /// @param size of the staged file
  /// @param ended as [GroupPublishing#publish] says
  void publish(Path staged, ByteSize size, ModelPath path, Consumer<@Nullable Exception> ended) {
    Publication publication = new Publication(staged, size, path, paths.folderOf(path));
    if (size.compareTo(PUBLISHED_ALONE) <= 0) {
      group.publish(publication, ended);
    } else {
      group.publishAlone(publication, ended);
    }
  }

  /// Looks at names. Unless the caller holds their lock, a folder that is pruned between two looks
  /// may be taken for something else.
  Folders.Place requirePlaceFor(ModelPath path) throws IOException {
    Folders.Place place = folders.requirePlaceFor(path);
    if (place.there() != null && !replaceForeign && scan.at(path) instanceof PresentFile.Foreign) {
      throw new StoreException(
          StoreException.Kind.FOREIGN,
          "'"
              + paths.of(path)
              + "' is there and Hydrant did not publish it: move it away, or allow --replace-foreign",
          null);
    }
    return place;
  }

  @Override
  public void begin(Path staged) {
    Writeback.begin(staged);
  }

  @Override
  public void sync(Path staged) throws IOException {
    Writeback.finish(staged);
  }

  @Override
  public void name(Publication publication) throws IOException {
    Folders.Place place = requirePlaceFor(publication.path());
    folders.make(publication.path(), place);
    BasicFileAttributes there = place.there();
    Path target = paths.of(publication.path());
    RemovedInUse.Removal rename =
        () -> Files.move(publication.staged(), target, StandardCopyOption.ATOMIC_MOVE);
    long size = publication.size().bytes();
    if (there == null || there.isDirectory()) {
      rename.run();
      space.grown(size);
    } else {
      removed.during(target, rename);
      space.grown(size - there.size());
    }
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    folders.sync(folder);
  }

  /// Ends its threads when they are through. Nothing can be published afterwards.
  @Override
  public void close() {
    threads.close();
  }
}
