package io.hydrant.app;

/// Work on a thread of its own that goes on until it is closed.
final class Background implements AutoCloseable {

  /// The work. An interrupt asks it to end.
  @FunctionalInterface
  interface Work {
    void run() throws InterruptedException;
  }

  private final Thread thread;

  private Background(Thread.Builder builder, Work work) {
    this.thread = builder.unstarted(() -> run(work));
  }

  /// Begins at once.
  static Background start(Thread.Builder builder, Work work) {
    Background background = new Background(builder, work);
    background.thread.start();
    return background;
  }

  private static void run(Work work) {
    try {
      work.run();
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  /// Returns when the work has ended.
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
