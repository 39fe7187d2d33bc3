package io.hydrant.store;

import io.hydrant.catalog.ETag;
import io.hydrant.catalog.ModelPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Knows where everything lies below the root.
///
/// @param root the directory that is given to Hydrant, usually the mount point of the node's disk
public record StorePaths(Path root) {
  public StorePaths {
    root = root.toAbsolutePath().normalize();
  }

  /// The published tree: what ComfyUI sees as its `models` folder.
  public Path data() {
    return root.resolve("data");
  }

  /// What Hydrant keeps for itself, outside of every folder that ComfyUI lists.
  Path own() {
    return root.resolve(".hydrant");
  }

  Path staging() {
    return own().resolve("staging");
  }

  /// How many bytes the store may take, where others use its file system too.
  Path allowance() {
    return own().resolve("allowance");
  }

  /// Where the bucket's listing is cut into parts. Only a help: it may be removed.
  public Path listingCuts() {
    return own().resolve("listing-cuts");
  }

  Path lock() {
    return own().resolve("lock");
  }

  /// Where a model is published.
  public Path of(ModelPath path) {
    return data().resolve(path.value());
  }

  /// The folder that a model is published in.
  Path folderOf(ModelPath path) {
    return data().resolve(path.folder());
  }

  /// The name of a file in the published tree, which is a [ModelPath]'s text if a key can have it.
  String nameOf(Path file) {
    return file.subpath(root.getNameCount() + 1, file.getNameCount()).toString();
  }

  /// Where the bytes of one state of an object are staged. The name says nothing about the key, so
  /// no key can do harm here or be too long.
  Path staged(ModelPath path, ETag etag) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] digest =
          sha.digest((path.value() + '\n' + etag.value()).getBytes(StandardCharsets.UTF_8));
      return staging().resolve(HexFormat.of().formatHex(digest, 0, 16) + ".part");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
