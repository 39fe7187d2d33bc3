package io.hydrant.http;

import io.hydrant.metrics.AgentMetrics;
import io.hydrant.status.AgentStatus;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Decides what is answered to a request. Thread-safe.
final class Answers {
  private static final String PATHS =
      "GET /metrics, GET /livez, GET /readyz, GET /status, GET /models/KEY; from this host only:"
          + " POST /resync, POST /release-removals";
  private static final String MODELS = "/models/";

  private final Supplier<AgentStatus> status;
  private final Supplier<String> metrics;
  private final Supplier<@Nullable String> stuck;
  private final AgentControl control;

  /// @param stuck says what only a new process cures, or null
  Answers(
      Supplier<AgentStatus> status,
      Supplier<String> metrics,
      Supplier<@Nullable String> stuck,
      AgentControl control) {
    this.status = status;
    this.metrics = metrics;
    this.stuck = stuck;
    this.control = control;
  }

  /// @param local whether the peer is on this host
  Answer to(String method, String path, boolean local) {
    return switch (path) {
      case "/metrics" -> isRead(method) ? metrics() : wrongMethod("GET, HEAD");
      case "/livez" -> isRead(method) ? livez() : wrongMethod("GET, HEAD");
      case "/readyz" -> isRead(method) ? readyz() : wrongMethod("GET, HEAD");
      case "/status" -> isRead(method) ? status() : wrongMethod("GET, HEAD");
      case "/resync" ->
          method.equals("POST")
              ? order(local, control::resync, "The bucket is listed now.")
              : wrongMethod("POST");
      case "/release-removals" ->
          method.equals("POST")
              ? order(local, control::releaseRemovals, "The removals that are held are made.")
              : wrongMethod("POST");
      default -> byPrefix(method, path);
    };
  }

  private Answer byPrefix(String method, String path) {
    if (!path.startsWith(MODELS) || path.length() == MODELS.length()) {
      return Answer.text(Answer.NOT_FOUND, "There is no such path. There are: " + PATHS);
    }
    return isRead(method) ? model(path.substring(MODELS.length())) : wrongMethod("GET, HEAD");
  }

  private Answer model(String key) {
    try {
      return Answer.of(Answer.OK, "application/json", StatusJson.write(control.presence(key)));
    } catch (IOException e) {
      return Answer.text(Answer.UNAVAILABLE, "the disk cannot be read: " + e.getMessage());
    }
  }

  private Answer metrics() {
    return Answer.of(Answer.OK, AgentMetrics.CONTENT_TYPE, metrics.get());
  }

  /// Says no only to what a restart cures: never because of the bucket, the queue or the disk.
  private Answer livez() {
    String fault = stuck.get();
    if (fault != null) {
      return Answer.text(Answer.UNAVAILABLE, fault);
    }
    // Asking for the status takes the lock that all parts of the agent share: if somebody keeps
    // it for ever, there is no answer, and that is an answer too.
    return Answer.text(Answer.OK, "alive: " + status.get().phase().name().toLowerCase(Locale.ROOT));
  }

  private Answer readyz() {
    AgentStatus now = status.get();
    return now.ready()
        ? Answer.text(Answer.OK, "ready")
        : Answer.text(
            Answer.UNAVAILABLE,
            "not ready: " + now.phase().name().toLowerCase(Locale.ROOT) + ", " + now.message());
  }

  private Answer status() {
    return Answer.of(Answer.OK, "application/json", StatusJson.write(status.get()));
  }

  private static Answer order(boolean local, Runnable order, String done) {
    if (!local) {
      return Answer.text(
          Answer.FORBIDDEN, "That can be asked for from this host only, through loopback.");
    }
    order.run();
    return Answer.text(Answer.ACCEPTED, done);
  }

  private static boolean isRead(String method) {
    return method.equals("GET") || method.equals("HEAD");
  }

  private static Answer wrongMethod(String allowed) {
    return Answer.text(Answer.METHOD_NOT_ALLOWED, "This path takes " + allowed + " only.")
        .with("Allow", allowed);
  }
}
