package io.hydrant.testing.disk;

import io.hydrant.testing.disk.Node.Folder;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A disk in memory. For one thread at a time.
///
/// Names change at once, and for good only when their folder is synced. That says nothing of the
/// folder's own name, which is an entry of the folder above it. A rename takes effect in both
/// folders or in none.
public final class MemoryDisk {
  /// What is about to happen to the disk.
  public enum Operation {
    MAKE_FOLDER,
    MAKE_FILE,
    WRITE,
    SET_ATTRIBUTE,
    SYNC,
    RENAME,
    DELETE
  }

  /// Meets every operation that changes the disk, before it does.
  @FunctionalInterface
  public interface Trap {
    /// May look around, and let the disk go down.
    ///
    /// @throws IOException to let the operation fail
    void before(Operation operation, Path path) throws IOException;
  }

  /// One entry of a folder from now on.
  private record Entry(Folder folder, String name, @Nullable Node node) {}

  /// What happens to names in one piece.
  private static final class Change {
    private final List<Entry> entries;

    Change(List<Entry> entries) {
      this.entries = entries;
    }

    List<Entry> entries() {
      return entries;
    }

    boolean touches(Folder folder) {
      return entries.stream().anyMatch(entry -> entry.folder() == folder);
    }
  }

  private final InstantSource clock;
  private final MemoryFileSystem fileSystem = new MemoryFileSystem(this);
  private final Folder root;
  private final List<Change> journal = new ArrayList<>();
  private Trap trap = (_, _) -> {};
  private boolean down;

  /// @param clock of the modification times
  public MemoryDisk(InstantSource clock) {
    this.clock = clock;
    this.root = new Folder(now());
  }

  /// The top folder.
  public Path root() {
    return fileSystem.getPath("/");
  }

  /// From now on, every change meets this.
  public void trap(Trap with) {
    trap = with;
  }

  /// Stops before what is about to happen: until the disk is [up][#comeUp] again, every call fails
  /// and changes nothing.
  public void goDown() {
    down = true;
  }

  public boolean isDown() {
    return down;
  }

  /// Comes back as after the death of the process that used it.
  public void comeUp() {
    down = false;
  }

  /// Comes back as after a power loss. What was synced is there; of the rest, an unforeseeable
  /// part.
  public void comeUpWithoutWhatWasNotSynced(RandomGenerator random) {
    down = false;
    int written = random.nextInt(journal.size() + 1);
    journal.subList(0, written).forEach(MemoryDisk::commit);
    journal.clear();
    root.losePower(random);
  }

  FileTime now() {
    return FileTime.from(clock.instant());
  }

  void requireUp() throws IOException {
    if (down) {
      throw new IOException("the machine is down");
    }
  }

  void before(Operation operation, Path path) throws IOException {
    requireUp();
    trap.before(operation, path);
    requireUp();
  }

  /// What a path leads to, or null.
  @Nullable Node find(Path path) throws IOException {
    requireUp();
    Node node = root;
    for (Path name : path.toAbsolutePath().normalize()) {
      if (!(node instanceof Folder folder)) {
        return null;
      }
      node = folder.entries.get(name.toString());
    }
    return node;
  }

  Node get(Path path) throws IOException {
    Node node = find(path);
    if (node == null) {
      throw new NoSuchFileException(path.toString());
    }
    return node;
  }

  Node.File file(Path path) throws IOException {
    if (get(path) instanceof Node.File file) {
      return file;
    }
    throw new FileSystemException(path.toString(), null, "Is a directory");
  }

  Folder folder(Path path) throws IOException {
    if (get(path) instanceof Folder folder) {
      return folder;
    }
    throw new NotDirectoryException(path.toString());
  }

  /// The folder that has a path's name, or should.
  private Folder above(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent == null) {
      throw new FileSystemException(path.toString(), null, "Is the root");
    }
    Node node = find(parent);
    return switch (node) {
      case Folder folder -> folder;
      case Node.File _ -> throw new FileSystemException(path.toString(), null, "Not a directory");
      case null -> throw new NoSuchFileException(path.toString());
    };
  }

  void add(Path path, Node node) throws IOException {
    Folder folder = above(path);
    if (folder.entries.containsKey(nameOf(path))) {
      throw new FileAlreadyExistsException(path.toString());
    }
    change(new Entry(folder, nameOf(path), node));
  }

  void remove(Path path) throws IOException {
    get(path);
    change(new Entry(above(path), nameOf(path), null));
  }

  void rename(Path from, Path to) throws IOException {
    Node node = get(from);
    change(new Entry(above(from), nameOf(from), null), new Entry(above(to), nameOf(to), node));
  }

  private static String nameOf(Path path) {
    return String.valueOf(path.getFileName());
  }

  private void change(Entry... entries) {
    for (Entry entry : entries) {
      Folder.put(entry.folder().entries, entry.name(), entry.node());
      entry.folder().modified(now());
    }
    journal.add(new Change(List.of(entries)));
  }

  /// Makes the entries of a folder durable.
  void sync(Folder folder) {
    // A rename carries along what was done before in the folder that it came from.
    Set<Folder> folders = new HashSet<>(Set.of(folder));
    List<Change> durable = new ArrayList<>();
    for (Change change : journal.reversed()) {
      if (folders.stream().anyMatch(change::touches)) {
        change.entries().forEach(entry -> folders.add(entry.folder()));
        durable.addFirst(change);
      }
    }
    durable.forEach(MemoryDisk::commit);
    journal.removeAll(durable);
  }

  private static void commit(Change change) {
    change
        .entries()
        .forEach(entry -> Folder.put(entry.folder().durable, entry.name(), entry.node()));
  }
}
