package io.hydrant.config;

/// What happens to a node that is not ready in time.
public enum DeadlineAction {
  FAIL_CLOSED,
  FAIL_OPEN
}
