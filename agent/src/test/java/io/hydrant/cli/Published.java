package io.hydrant.cli;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.Evidence;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.status.Statuses;
import io.hydrant.store.ModelStore;
import io.hydrant.store.Publishing;
import io.hydrant.store.StagedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/// Publishes small models without a bucket.
final class Published {
  private Published() {}

  static void model(ModelStore store, String path, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    RemoteObject object =
        RemoteObject.of(
            new ObjectKey(path), new ByteSize(bytes.length), new ETag("e"), Statuses.NOW);
    try (StagedFile staged = store.stage(new ModelPath(path), object)) {
      Files.write(staged.file(), bytes);
      Publishing.publish(staged, staged.verify(object, Evidence.of(object)));
    }
  }
}
