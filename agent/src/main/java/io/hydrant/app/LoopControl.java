package io.hydrant.app;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.PresentFile;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.catalog.Selection;
import io.hydrant.catalog.Skipped;
import io.hydrant.http.AgentControl;
import io.hydrant.http.Presence;
import io.hydrant.store.ModelStore;
import io.hydrant.sync.SyncLoop;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// Hands on to the parts of the agent what is asked of it over HTTP.
record LoopControl(String bucket, Selection selection, ModelStore store, SyncLoop loop)
    implements AgentControl {
  @Override
  public void resync() {
    loop.requestResync();
  }

  @Override
  public void releaseRemovals() {
    loop.releaseRemovals();
  }

  @Override
  public Presence presence(String key) throws IOException {
    ObjectKey objectKey = new ObjectKey(key);
    if (!selection.mayBeModel(objectKey)) {
      return absent(key, false, "it is no model below the prefix");
    }
    return switch (selection.choose(anyObject(objectKey))) {
      case Selection.Unwanted(Skipped skipped) ->
          absent(key, false, skipped.reason().label() + ": " + skipped.detail());
      case Selection.Wanted(ModelFile file) -> onDisk(key, file.path());
    };
  }

  private Presence onDisk(String key, ModelPath path) throws IOException {
    return switch (store.look(List.of(path)).get(path)) {
      case null -> absent(key, true, "it is not on the disk");
      case PresentFile.Foreign _ ->
          absent(key, true, "a file of its name is on the disk that Hydrant did not publish");
      case PresentFile.Managed managed ->
          managed.isIntact()
              ? new Presence(
                  bucket, key, true, managed.record().etag().value(), "it is on the disk")
              : absent(key, true, "somebody wrote to its file");
    };
  }

  /// Whether an object is wanted also depends on what only the bucket knows; here only its key
  /// counts.
  private static RemoteObject anyObject(ObjectKey key) {
    return RemoteObject.of(key, new ByteSize(1), new ETag("any"), Instant.EPOCH);
  }

  private Presence absent(String key, boolean mirrored, String detail) {
    return new Presence(bucket, key, mirrored, null, detail);
  }
}
