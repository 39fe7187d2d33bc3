package io.hydrant.source;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Checksum;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.source.SourceException.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// A bucket in memory with all that the port promises: ETags, checksums, versions and delete
/// markers, fetches that are pinned to a state and can be interrupted. Thread-safe.
///
/// A test makes calls slow, fail or meet a changing bucket with an [Interference].
public final class InMemoryModelSource implements ModelSource, TestBucket {
  /// S3 lists in the order of the keys' UTF-8 bytes, which is not that of Java's strings.
  private static final Comparator<String> LISTING_ORDER =
      Comparator.comparing(key -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  /// What happens to a call on its way. Every method runs on the caller's thread and may throw,
  /// block or change the bucket.
  public interface Interference {
    default void beforeList() throws SourceException {}

    default void beforeHead(ObjectKey key) throws SourceException {}

    default void beforeFetch(RemoteObject object) throws SourceException {}

    /// After some bytes of the object were written.
    default void duringFetch(RemoteObject object, long written) throws SourceException {}
  }

  private static final Interference NONE = new Interference() {};

  /// One state of a key: an object with its content, or a delete marker, which has none.
  private static final class Version {
    private final RemoteObject object;
    private final byte @Nullable [] content;

    Version(RemoteObject object, byte @Nullable [] content) {
      this.object = object;
      this.content = content;
    }

    boolean isMarker() {
      return content == null;
    }

    RemoteObject object() {
      return object;
    }

    byte[] content() {
      return Objects.requireNonNull(content, "a delete marker has no content");
    }
  }

  private final boolean versioned;
  private final InstantSource clock;
  private final AtomicLong fetchedBytes = new AtomicLong();
  private volatile Interference interference = NONE;
  private volatile int chunkBytes = 64 << 10;

  /// The newest version of each key is the first.
  @GuardedBy("this")
  private final SortedMap<String, Deque<Version>> versions = new TreeMap<>(LISTING_ORDER);

  @GuardedBy("this")
  private long lastVersion;

  /// A bucket without versions.
  public InMemoryModelSource() {
    this(false, InstantSource.system());
  }

  public InMemoryModelSource(boolean versioned, InstantSource clock) {
    this.versioned = versioned;
    this.clock = clock;
  }

  @Override
  public void put(String key, byte[] content) {
    byte[] copy = content.clone();
    add(key, copy, describe(key, copy));
  }

  @Override
  public synchronized void delete(String key) {
    if (versioned) {
      add(key, null, describe(key, new byte[0]));
    } else {
      versions.remove(key);
    }
  }

  @Override
  public synchronized void undelete(String key) {
    Deque<Version> states = versions.get(key);
    if (states == null || !states.getFirst().isMarker()) {
      throw new IllegalStateException("'" + key + "' has no delete marker to take away");
    }
    states.removeFirst();
  }

  /// Moves the present state of an object to an archive tier: it is listed and cannot be fetched.
  public synchronized void archive(String key) {
    Version version = versions.getOrDefault(key, new ArrayDeque<>()).removeFirst();
    RemoteObject object = version.object();
    RemoteObject archived =
        new RemoteObject(
            object.key(),
            object.size(),
            object.etag(),
            object.lastModified(),
            object.versionId(),
            object.checksum(),
            true);
    add(key, version.content(), archived);
  }

  /// The part of the bucket below a prefix.
  public ModelSource below(String prefix) {
    InMemoryModelSource whole = this;
    return new ModelSource() {
      @Override
      public void list(Consumer<RemoteObject> each) throws SourceException {
        whole.list(object -> {
          if (object.key().value().startsWith(prefix)) {
            each.accept(object);
          }
        });
      }

      @Override
      public Optional<RemoteObject> head(ObjectKey key) throws SourceException {
        return whole.head(key);
      }

      @Override
      public Fetched fetch(RemoteObject object, Path target, LongConsumer progress)
          throws SourceException {
        return whole.fetch(object, target, progress);
      }
    };
  }

  /// The contents of all objects.
  public synchronized SortedMap<ObjectKey, byte[]> objects() {
    SortedMap<ObjectKey, byte[]> objects = new TreeMap<>();
    for (Version version : newest()) {
      objects.put(version.object().key(), version.content().clone());
    }
    return Collections.unmodifiableSortedMap(objects);
  }

  /// From now on, every call meets this.
  public void interfere(Interference with) {
    interference = with;
  }

  /// Calls are left alone again.
  public void interfereNoMore() {
    interference = NONE;
  }

  /// From now on, the bytes of a fetch arrive by so many.
  public void deliverIn(int bytes) {
    chunkBytes = bytes;
  }

  /// The bytes that all fetches together have written.
  public long fetchedBytes() {
    return fetchedBytes.get();
  }

  @Override
  public void list(Consumer<RemoteObject> each) throws SourceException {
    interference.beforeList();
    throwIfInterrupted("LIST");
    List<Version> listed;
    synchronized (this) {
      listed = newest();
    }
    for (Version version : listed) {
      each.accept(asListed(version.object()));
    }
  }

  @Override
  public Optional<RemoteObject> head(ObjectKey key) throws SourceException {
    interference.beforeHead(key);
    throwIfInterrupted("HEAD " + key);
    return Optional.ofNullable(current(key)).map(Version::object);
  }

  @Override
  public Fetched fetch(RemoteObject object, Path target, LongConsumer progress)
      throws SourceException {
    interference.beforeFetch(object);
    String what = "GET " + object.key();
    throwIfInterrupted(what);
    Version version = pinned(object, what);
    try (OutputStream out = Files.newOutputStream(target)) {
      byte[] content = version.content();
      for (int written = 0; written < content.length; ) {
        int chunk = Math.min(chunkBytes, content.length - written);
        out.write(content, written, chunk);
        written += chunk;
        fetchedBytes.addAndGet(chunk);
        progress.accept(chunk);
        interference.duringFetch(object, written);
        throwIfInterrupted(what);
        pinned(object, what);
      }
    } catch (SourceException e) {
      throw e;
    } catch (ClosedByInterruptException e) {
      throw new SourceException(Kind.CANCELLED, what + ": interrupted", e);
    } catch (IOException e) {
      throw new SourceException(Kind.DISK, what + ": cannot write '" + target + "': " + e, e);
    }
    return Fetched.unchecked(version.object());
  }

  private Version pinned(RemoteObject object, String what) throws SourceException {
    Version version = current(object.key());
    if (version == null) {
      throw new SourceException(Kind.GONE, what + ": there is no such object", null);
    }
    if (!version.object().etag().equals(object.etag())) {
      throw new SourceException(Kind.CHANGED, what + ": it is no longer " + object.etag(), null);
    }
    if (version.object().archived()) {
      throw new SourceException(Kind.ARCHIVED, what + ": it lies in an archive tier", null);
    }
    return version;
  }

  private synchronized @Nullable Version current(ObjectKey key) {
    Deque<Version> states = versions.get(key.value());
    return states == null || states.getFirst().isMarker() ? null : states.getFirst();
  }

  @GuardedBy("this")
  private List<Version> newest() {
    List<Version> newest = new ArrayList<>();
    versions.forEach((_, states) -> {
      if (!states.getFirst().isMarker()) {
        newest.add(states.getFirst());
      }
    });
    return newest;
  }

  private synchronized void add(String key, byte @Nullable [] content, RemoteObject object) {
    Deque<Version> states = versions.computeIfAbsent(key, _ -> new ArrayDeque<>());
    if (!versioned) {
      states.clear();
    }
    states.addFirst(new Version(object, content));
  }

  private synchronized RemoteObject describe(String key, byte[] content) {
    return new RemoteObject(
        new ObjectKey(key),
        new ByteSize(content.length),
        new ETag(Checksums.md5Hex(content)),
        clock.instant().truncatedTo(ChronoUnit.SECONDS),
        versioned ? "v" + ++lastVersion : null,
        Checksums.of(content, Checksum.Algorithm.CRC64NVME),
        false);
  }

  private static RemoteObject asListed(RemoteObject object) {
    return new RemoteObject(
        object.key(),
        object.size(),
        object.etag(),
        object.lastModified(),
        null,
        null,
        object.archived());
  }

  private static void throwIfInterrupted(String what) throws SourceException {
    if (Thread.currentThread().isInterrupted()) {
      throw new SourceException(Kind.CANCELLED, what + ": interrupted", null);
    }
  }
}
