package io.hydrant.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The main program of a process that opens a store, says how that went, and ends.
final class StoreOpener {
  private StoreOpener() {}

  static void main(String[] arguments) {
    StorePaths paths = new StorePaths(Path.of(arguments[0]));
    try (ModelStore _ = ModelStore.open(paths, List.of(), false, "StoreOpener")) {
      System.out.println("opened");
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
  }
}
