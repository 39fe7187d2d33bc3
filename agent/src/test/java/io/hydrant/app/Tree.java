package io.hydrant.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The published tree as a reader sees it.
final class Tree {
  private Tree() {}

  /// The SHA-256 of every file, by its path below `data/`.
  static Map<String, String> of(Path root) throws IOException {
    Path data = root.resolve("data");
    Map<String, String> tree = new TreeMap<>();
    if (!Files.isDirectory(data)) {
      return tree;
    }
    try (Stream<Path> paths = Files.walk(data)) {
      List<Path> files = paths.filter(Files::isRegularFile).toList();
      for (Path file : files) {
        try {
          tree.put(data.relativize(file).toString(), sha256(Files.newInputStream(file)));
        } catch (NoSuchFileException _) {
          // Removed while we looked: then it is not there.
        }
      }
    }
    return tree;
  }

  static String sha256(InputStream content) throws IOException {
    try (DigestInputStream in = new DigestInputStream(content, digest())) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    }
  }

  static String sha256(byte[] content) {
    return HexFormat.of().formatHex(digest().digest(content));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
