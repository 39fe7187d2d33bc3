package io.hydrant.sync;

/// A clock that only goes forward, for measuring how long to wait; its zero means nothing.
@FunctionalInterface
public interface Ticker {
  long nanos();
}
