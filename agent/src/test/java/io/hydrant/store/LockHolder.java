package io.hydrant.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// The main program of a process that asks for the lock of a store and keeps it until it is killed.
final class LockHolder {
  private LockHolder() {}

  static void main(String[] arguments) throws InterruptedException {
    try {
      var _ = StoreLock.acquire(new StorePaths(Path.of(arguments[0])), arguments[1]);
      System.out.println("locked");
      new CountDownLatch(1).await();
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
  }
}
