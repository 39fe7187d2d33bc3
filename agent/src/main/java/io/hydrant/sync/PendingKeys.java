package io.hydrant.sync;

import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.event.BucketEvent;
import io.hydrant.event.Delivery;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The keys that are not dealt with, and the messages that wait for them. However many events name
/// a key, it is looked at once, and once more for those that came during the look. Not thread-safe.
final class PendingKeys {
  private enum Step {
    /// Is to be looked at when its time comes.
    WAITING,
    /// A look is under way.
    LOOKING,
    /// Was looked at; what it needs is being done.
    ACTING
  }

  private static final class Entry {
    Step step = Step.WAITING;
    boolean markedAgain;
    int failures;
    long due;
    @Nullable Instant changedAt;
    @Nullable String sequencer;

    /// What the newest event said of the object, unless a look is needed to know.
    @Nullable RemoteObject told;

    final List<OpenMessages.Open> messages = new ArrayList<>();
  }

  private record Due(ObjectKey key, long at) {}

  private final Map<ObjectKey, Entry> entries = new HashMap<>();
  private final ArrayDeque<ObjectKey> ready = new ArrayDeque<>();
  private final PriorityQueue<Due> delayed = new PriorityQueue<>(Comparator.comparingLong(Due::at));
  private final OpenMessages messages = new OpenMessages();

  /// How many of the entries changed at each time.
  private final NavigableMap<Instant, Integer> changes = new TreeMap<>();

  private int looking;

  /// Marks keys for the sake of a message.
  ///
  /// @param events those of the message that matter
  void mark(Delivery delivery, Collection<BucketEvent> events) {
    OpenMessages.Open message = messages.open(delivery, events.size());
    for (BucketEvent event : events) {
      boolean alone = !entries.containsKey(event.key());
      Entry entry = marked(event.key());
      entry.messages.add(message);
      if (entry.changedAt == null || event.time().isBefore(entry.changedAt)) {
        setChangedAt(entry, event.time());
      }
      hear(entry, event, alone);
    }
  }

  /// Keeps what the newest event says; if it is not sure which one that is, nothing.
  ///
  /// @param alone whether it is the only event of its key that is not dealt with
  private static void hear(Entry entry, BucketEvent event, boolean alone) {
    boolean newer =
        entry.sequencer != null
            && event.sequencer() != null
            && BucketEvent.compareSequencers(event.sequencer(), entry.sequencer) > 0;
    if (alone || newer) {
      entry.told = event.object();
    } else if (!event.isBefore(entry.sequencer)) {
      entry.told = null;
    }
    if (entry.sequencer == null || newer) {
      entry.sequencer = event.sequencer();
    }
  }

  /// Marks a key to be looked at as soon as possible.
  void mark(ObjectKey key) {
    marked(key).told = null;
  }

  /// What events said of the object of a key that is being looked at, if that is enough to fetch
  /// it; once.
  @Nullable RemoteObject takeTold(ObjectKey key) {
    Entry entry = entries.get(key);
    if (entry == null) {
      return null;
    }
    RemoteObject told = entry.told;
    entry.told = null;
    return told;
  }

  /// The newest event of a key that is not dealt with, by its sequencer.
  @Nullable String sequencer(ObjectKey key) {
    Entry entry = entries.get(key);
    return entry == null ? null : entry.sequencer;
  }

  /// When the oldest change happened that is not dealt with; null when there is none.
  @Nullable Instant oldestChange() {
    return changes.isEmpty() ? null : changes.firstKey();
  }

  private Entry marked(ObjectKey key) {
    Entry entry = entries.get(key);
    if (entry == null) {
      entry = new Entry();
      entries.put(key, entry);
      ready.add(key);
    } else if (entry.step == Step.LOOKING) {
      entry.markedAgain = true;
    } else if (entry.step == Step.ACTING || entry.due != 0) {
      entry.step = Step.WAITING;
      entry.due = 0;
      ready.add(key);
    }
    return entry;
  }

  /// Puts a key off that could not be dealt with, and lets go of its messages: from now on the key
  /// is looked at again because it is here, not because it is in the queue.
  ///
  /// @param until on the caller's clock, never 0
  void putOff(ObjectKey key, long until) {
    defer(key, until).failures++;
  }

  /// Leaves the unlinking of a key's model for later.
  ///
  /// @param until on the caller's clock, never 0
  void await(ObjectKey key, long until) {
    setChangedAt(defer(key, until), null);
  }

  private Entry defer(ObjectKey key, long until) {
    Entry entry = entries.computeIfAbsent(key, _ -> new Entry());
    stopLooking(entry);
    release(entry);
    entry.told = null;
    entry.step = Step.WAITING;
    entry.due = until;
    delayed.add(new Due(key, until));
    return entry;
  }

  /// How often the key was put off since it was last done.
  int failures(ObjectKey key) {
    Entry entry = entries.get(key);
    return entry == null ? 0 : entry.failures;
  }

  /// The next key to look at now, or null. It counts as being looked at until [#looked] or
  /// [#putOff].
  @Nullable ObjectKey nextLook(long now) {
    for (Due first = delayed.peek(); first != null && first.at() <= now; first = delayed.peek()) {
      delayed.poll();
      Entry entry = entries.get(first.key());
      if (entry != null && entry.due == first.at()) {
        entry.due = 0;
        ready.add(first.key());
      }
    }
    for (ObjectKey key = ready.poll(); key != null; key = ready.poll()) {
      Entry entry = entries.get(key);
      if (entry != null && entry.step == Step.WAITING && entry.due == 0) {
        entry.step = Step.LOOKING;
        looking++;
        return key;
      }
    }
    return null;
  }

  int looking() {
    return looking;
  }

  /// Takes in that a look ended.
  ///
  /// @return false when the key was marked again meanwhile and must be looked at again
  boolean looked(ObjectKey key) {
    Entry entry = entries.get(key);
    if (entry == null || entry.step != Step.LOOKING) {
      return true;
    }
    stopLooking(entry);
    if (entry.markedAgain) {
      entry.markedAgain = false;
      entry.step = Step.WAITING;
      ready.add(key);
      return false;
    }
    entry.step = Step.ACTING;
    return true;
  }

  /// Takes in that a key is dealt with, unless it was marked again meanwhile.
  ///
  /// @return whether it was dealt with
  boolean done(ObjectKey key) {
    Entry entry = entries.get(key);
    boolean done = entry != null && entry.step == Step.ACTING;
    if (entry != null && done) {
      entries.remove(key);
      release(entry);
      setChangedAt(entry, null);
    }
    return done;
  }

  /// When S3 says that the key first changed, of the changes that are not dealt with.
  @Nullable Instant changedAt(ObjectKey key) {
    Entry entry = entries.get(key);
    return entry == null ? null : entry.changedAt;
  }

  /// The time at which a key that was put off becomes due.
  OptionalLong nextDue() {
    Due first = delayed.peek();
    return first == null ? OptionalLong.empty() : OptionalLong.of(first.at());
  }

  Set<ObjectKey> keys() {
    return entries.keySet();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /// The messages that nothing waits for any more; each is returned once.
  Collection<Delivery> takeSettled() {
    return messages.takeSettled();
  }

  private void stopLooking(Entry entry) {
    if (entry.step == Step.LOOKING) {
      looking--;
    }
  }

  private void release(Entry entry) {
    entry.messages.forEach(messages::release);
    entry.messages.clear();
  }

  private void setChangedAt(Entry entry, @Nullable Instant time) {
    if (entry.changedAt != null) {
      changes.computeIfPresent(entry.changedAt, (_, count) -> count == 1 ? null : count - 1);
    }
    if (time != null) {
      changes.merge(time, 1, Integer::sum);
    }
    entry.changedAt = time;
  }
}
