package io.hydrant.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The main program of a process that publishes two contents in turn under one name until it is
/// killed, and prints a line after each.
final class PublishingProcess {
  static final Content[] CONTENTS = {
    new Content("first bytes ".repeat(200_000)), new Content("OTHER BYTES ".repeat(200_000))
  };
  static final String KEY = "loras/x/a";

  private PublishingProcess() {}

  static void main(String[] arguments) throws IOException {
    StorePaths paths = new StorePaths(Path.of(arguments[0]));
    try (ModelStore store = ModelStore.open(paths, List.of(), false, "PublishingProcess")) {
      for (int i = 0; ; i++) {
        CONTENTS[i % 2].publish(store, KEY);
        System.out.println("published " + i);
      }
    }
  }
}
