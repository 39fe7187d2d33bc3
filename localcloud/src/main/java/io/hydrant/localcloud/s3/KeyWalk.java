package io.hydrant.localcloud.s3;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Walks through a bucket's directory in the order of its keys, and looks at no more of it than the
/// asker takes: it reads the names of the folders on its way, and asks of a name whether it is a
/// file or a folder only when it is that name's turn.
///
/// What it has still to go to stands in one queue. A name is put there as it is; when it turns out
/// to be a folder it goes back with a slash, for `a-b` comes before `a/b`, and the names in the
/// folder take its place when it is first again.
///
/// It takes no path from a client: it only goes where it has read a name that fits.
final class KeyWalk {
  /// A key, or with a delimiter all keys below a folder, which ends in a slash.
  record Step(String name, boolean isCommonPrefix) {}

  private final Path bucket;
  private final String prefix;
  private final String after;
  private final boolean delimited;
  private final PriorityQueue<String> queue = new PriorityQueue<>(KeyOrder.UTF_8);

  /// @param prefix what all keys begin with
  /// @param after what all keys come after; empty for all of them
  /// @param delimited whether what has one more slash after the prefix is told as its folder
  KeyWalk(Path bucket, String prefix, String after, boolean delimited) throws IOException {
    this.bucket = bucket;
    this.prefix = prefix;
    this.after = after;
    this.delimited = delimited;
    enter("");
  }

  /// A folder is told as a key, too, when there is no delimiter: whether it is one, its attributes
  /// say. Null at the end.
  @Nullable Step next() throws IOException {
    while (!queue.isEmpty()) {
      String name = queue.remove();
      boolean isTold = isInRange(name);
      if (name.endsWith("/")) {
        if (delimited && name.startsWith(prefix) && !name.equals(prefix)) {
          if (isTold) {
            return new Step(name, true);
          }
          continue;
        }
        enter(name);
      } else if (Files.isDirectory(bucket.resolve(name))) {
        if (isOnTheWay(name + "/")) {
          queue.add(name + "/");
        }
        continue;
      }
      if (isTold && !StoredName.isUnfinished(name)) {
        return new Step(name, false);
      }
    }
    return null;
  }

  private void enter(String folder) throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(bucket.resolve(folder))) {
      for (Path child : children) {
        String name = folder + child.getFileName();
        if (!StoredName.isOwnRecord(name) && (isInRange(name) || isOnTheWay(name + "/"))) {
          queue.add(name);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException _) {
      // Removed meanwhile, and its keys with it.
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private boolean isInRange(String name) {
    return name.startsWith(prefix) && KeyOrder.UTF_8.compare(name, after) > 0;
  }

  /// Whether a key in this folder could be in range.
  private boolean isOnTheWay(String folder) {
    return (folder.startsWith(prefix) || prefix.startsWith(folder))
        && (KeyOrder.UTF_8.compare(folder, after) > 0 || after.startsWith(folder));
  }
}
