package io.hydrant.node;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Events that wait to be posted: the latest few while the API cannot be reached. Those that it
/// does not take are not kept, because Events are for people who look now. Not thread-safe.
final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final String POST = "post events";
  private static final int MOST = 20;

  private final Deque<NodeEvent> waiting = new ArrayDeque<>();

  void add(List<NodeEvent> events) {
    waiting.addAll(events);
    while (waiting.size() > MOST) {
      waiting.remove();
    }
  }

  void post(OwnNode node, NodeFacts about, Denials denials, Instant now) throws NodeException {
    for (NodeEvent event = waiting.peek(); event != null; event = waiting.peek()) {
      if (!denials.hold(POST, now)) {
        try {
          node.post(event, about);
          denials.granted(POST);
        } catch (NodeException e) {
          switch (e.kind()) {
            case UNREACHABLE -> throw e;
            case DENIED -> denials.denied(POST, e, now);
            case STALE, GONE -> LOG.warn("{}", e.getMessage());
          }
        }
      }
      waiting.remove();
    }
  }
}
