package io.hydrant.transfer;

import java.time.Duration;

/// Lets time pass; tests let it pass faster.
@FunctionalInterface
public interface Sleeper {
  void sleep(Duration time) throws InterruptedException;
}
