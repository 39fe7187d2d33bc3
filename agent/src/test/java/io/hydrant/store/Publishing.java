package io.hydrant.store;

import io.hydrant.catalog.FileRecord;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Publishes and waits for the end.
public final class Publishing {
  private Publishing() {}

  /// Returns when the file has its name, durably.
  public static void publish(StagedFile staged, FileRecord record) throws IOException {
    CompletableFuture<@Nullable Exception> end = new CompletableFuture<>();
    staged.publish(record, end::complete);
    switch (end.join()) {
      case null -> {}
      case IOException e -> throw e;
      case Exception e -> throw new AssertionError(e);
    }
  }
}
