package io.hydrant.store;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.FileRecord;
import io.hydrant.catalog.Inventory;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.PresentFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the published tree, changing nothing. Links are not followed: what lies behind one is not
/// ours.
public final class TreeScan {
  private final StorePaths paths;

  public TreeScan(StorePaths paths) {
    this.paths = paths;
  }

  /// Everything in the tree; nothing when there is no tree yet. A folder that may not be read is
  /// told as one foreign file.
  public Inventory all() throws IOException {
    List<PresentFile> files = new ArrayList<>();
    if (!isFolder(paths.data())) {
      return Inventory.empty();
    }
    try {
      Files.walkFileTree(paths.data(), new Collector(files));
    } catch (IOException e) {
      throw DiskFailure.of("'" + paths.data() + "' could not be read", paths, e);
    }
    return new Inventory(files);
  }

  private final class Collector extends SimpleFileVisitor<Path> {
    private final List<PresentFile> files;
    private final ByteBuffer buffer = RecordAttribute.buffer();

    Collector(List<PresentFile> files) {
      this.files = files;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      add(presentFile(file, attributes, buffer));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      return switch (failure) {
        // It went between the listing of its folder and now.
        case NoSuchFileException _ -> FileVisitResult.CONTINUE;
        case AccessDeniedException _ when !file.equals(paths.data()) -> {
          add(foreign(file, ByteSize.ZERO));
          yield FileVisitResult.CONTINUE;
        }
        default -> throw failure;
      };
    }

    private void add(@Nullable PresentFile file) {
      if (file != null) {
        files.add(file);
      }
    }
  }

  /// What the tree holds at some paths and at the folders above them. A folder there is no entry.
  public Inventory at(Collection<ModelPath> asked) throws IOException {
    Set<ModelPath> all = new LinkedHashSet<>(asked);
    asked.forEach(path -> all.addAll(path.ancestors()));
    List<PresentFile> files = new ArrayList<>();
    for (ModelPath path : all) {
      PresentFile present = at(path);
      if (present != null) {
        files.add(present);
      }
    }
    return new Inventory(files);
  }

  /// What the tree holds at one path, or null.
  @Nullable PresentFile at(ModelPath path) throws IOException {
    Path file = paths.of(path);
    try {
      BasicFileAttributes attributes = FileLook.at(file);
      // The usual answer comes first, in one look: a model that is to be fetched is not there.
      return attributes == null || attributes.isDirectory() || !isInTrueFolders(path)
          ? null
          : presentFile(file, attributes, RecordAttribute.buffer());
    } catch (IOException e) {
      if (!isInTrueFolders(path)) {
        return null;
      }
      throw DiskFailure.of("'" + file + "' could not be read", paths, e);
    }
  }

  /// What a link leads to does not count.
  private boolean isInTrueFolders(ModelPath path) {
    return path.ancestors().stream().allMatch(folder -> isFolder(paths.of(folder)));
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private @Nullable PresentFile presentFile(
      Path file, BasicFileAttributes attributes, ByteBuffer buffer) throws IOException {
    ByteSize size = new ByteSize(attributes.size());
    try {
      FileRecord record = attributes.isRegularFile() ? RecordAttribute.read(file, buffer) : null;
      return record != null
              && ModelPath.of(paths.nameOf(file)) instanceof ModelPath.Usable(ModelPath path)
              && isAbout(record, path)
          ? new PresentFile.Managed(path, record, size, attributes.lastModifiedTime().toInstant())
          : foreign(file, size);
    } catch (AccessDeniedException _) {
      return foreign(file, size);
    } catch (NoSuchFileException _) {
      return null;
    }
  }

  /// Whether the record was written for this path. One that came along with a copied or renamed
  /// file was not: that file is its maker's.
  private static boolean isAbout(FileRecord record, ModelPath path) {
    String key = record.key().value();
    return key.equals(path.value()) || key.endsWith("/" + path);
  }

  /// Null for a name that no key can have, such as one that is not Unicode: it is in nobody's way.
  private @Nullable PresentFile foreign(Path file, ByteSize size) {
    return ModelPath.of(paths.nameOf(file)) instanceof ModelPath.Usable(ModelPath path)
        ? new PresentFile.Foreign(path, size)
        : null;
  }
}
