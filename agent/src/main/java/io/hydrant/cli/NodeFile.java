package io.hydrant.cli;

import io.hydrant.queue.NodeList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/// The nodes that a file lists, one a line: instance ids, or provider ids that end in them.
///
/// @param name of the file; `-` is standard input
record NodeFile(String name) implements NodeList {
  @Override
  public Set<String> instanceIds() throws IOException {
    return content()
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .map(line -> line.substring(line.lastIndexOf('/') + 1))
        .collect(Collectors.toUnmodifiableSet());
  }

  private String content() throws IOException {
    if (name.equals("-")) {
      return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }
    try {
      return Files.readString(Path.of(name));
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file '" + name + "' that lists the nodes", e);
    }
  }
}
