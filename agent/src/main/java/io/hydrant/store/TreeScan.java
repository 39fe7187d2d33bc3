package io.hydrant.store;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.FileRecord;
import io.hydrant.catalog.Inventory;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.PresentFile;
import java.io.IOException;
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

  /// Everything in the tree; nothing when there is no tree yet.
  public Inventory all() throws IOException {
    List<PresentFile> files = new ArrayList<>();
    if (!Files.isDirectory(paths.data(), LinkOption.NOFOLLOW_LINKS)) {
      return Inventory.empty();
    }
    Files.walkFileTree(
        paths.data(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            PresentFile present = presentFile(file, attributes);
            if (present != null) {
              files.add(present);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // It went between the listing of its folder and now.
            }
            throw failure;
          }
        });
    return new Inventory(files);
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
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return attributes.isDirectory() ? null : presentFile(file, attributes);
  }

  private @Nullable PresentFile presentFile(Path file, BasicFileAttributes attributes)
      throws IOException {
    ModelPath path = paths.modelPathOf(file);
    ByteSize size = new ByteSize(attributes.size());
    try {
      FileRecord record = attributes.isRegularFile() ? RecordAttribute.read(file) : null;
      return record == null
          ? new PresentFile.Foreign(path, size)
          : new PresentFile.Managed(path, record, size, attributes.lastModifiedTime().toInstant());
    } catch (NoSuchFileException _) {
      return null;
    }
  }
}
