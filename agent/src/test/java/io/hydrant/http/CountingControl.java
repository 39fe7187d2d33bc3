package io.hydrant.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts what is asked, and has the models that a test gives it.
public final class CountingControl implements AgentControl {
  public static final String BUCKET = "models";

  private final AtomicInteger resyncs = new AtomicInteger();
  private final AtomicInteger releases = new AtomicInteger();
  private final Map<String, String> etags = new ConcurrentHashMap<>();

  public AtomicInteger resyncs() {
    return resyncs;
  }

  public AtomicInteger releases() {
    return releases;
  }

  public void has(String key, String etag) {
    etags.put(key, etag);
  }

  @Override
  public void resync() {
    resyncs.incrementAndGet();
  }

  @Override
  public void releaseRemovals() {
    releases.incrementAndGet();
  }

  /// Mirrors all but what is in the folder `other`.
  @Override
  public Presence presence(String key) {
    return new Presence(BUCKET, key, !key.startsWith("other/"), etags.get(key), "as it is told");
  }
}
