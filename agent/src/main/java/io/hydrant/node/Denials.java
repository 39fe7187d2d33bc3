package io.hydrant.node;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the API refuses us: said once, and asked for again only now and then, because only a person
/// can change it. Not thread-safe.
final class Denials {
  static final Duration PAUSE = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(Denials.class);

  private record Denial(String message, Instant until) {}

  private final Map<String, Denial> byRequest = new HashMap<>();

  /// Whether a request would only be refused again.
  boolean hold(String request, Instant now) {
    Denial denial = byRequest.get(request);
    return denial != null && now.isBefore(denial.until());
  }

  void denied(String request, NodeException denial, Instant now) {
    String message = String.valueOf(denial.getMessage());
    Denial before = byRequest.put(request, new Denial(message, now.plus(PAUSE)));
    if (before == null || !before.message().equals(message)) {
      LOG.warn("{}; it is tried again every {} s", message, PAUSE.toSeconds());
    }
  }

  void granted(String request) {
    if (byRequest.remove(request) != null) {
      LOG.info("Kubernetes now lets the agent {}", request);
    }
  }

  boolean isEmpty() {
    return byRequest.isEmpty();
  }
}
