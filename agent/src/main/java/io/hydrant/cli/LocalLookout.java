package io.hydrant.cli;

import io.hydrant.http.Presence;
import io.hydrant.http.StatusClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Waits at one agent, usually that of this node.
record LocalLookout(StatusClient agent) implements Lookout {
  @Override
  public Sight look(Wanted wanted) throws IOException {
    Presence presence = agent.presence(wanted.key());
    wanted.requireHope("the agent", presence.bucket(), presence.mirrored(), presence.detail());
    String etag = presence.etag();
    return etag != null && wanted.isMetBy(etag)
        ? new There(List.of(etag))
        : new Missing(Wanted.lack(etag, presence.detail()));
  }

  @Override
  public Duration pause() {
    return Duration.ofMillis(200);
  }

  @Override
  public void close() {
    // There is a connection only while it asks.
  }
}
