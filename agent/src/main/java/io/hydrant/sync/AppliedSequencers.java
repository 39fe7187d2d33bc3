package io.hydrant.sync;

import io.hydrant.catalog.ObjectKey;
import io.hydrant.event.BucketEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The newest events that have been dealt with, of the keys that changed last: an older event of
/// such a key has nothing to say. Forgetting one costs a look, nothing else. Not thread-safe.
final class AppliedSequencers {
  private static final int MOST_REMEMBERED = 10_000;

  private final Map<ObjectKey, String> newest =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectKey, String> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  /// Whether what the event tells is surely part of what has been applied. Never on equality: some
  /// stand-ins for S3 send one constant.
  boolean covers(BucketEvent event) {
    return event.isBefore(newest.get(event.key()));
  }

  /// The state of the key is on the disk that it had after this event, or a later one.
  void applied(ObjectKey key, @Nullable String sequencer) {
    if (sequencer != null) {
      newest.remove(key);
      newest.put(key, sequencer);
    }
  }
}
