import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Prints what the start of an agent costs: of a new one, and of one whose models are all there.
final class StartCost {
  private static final int SMALL = 1_000;

  private final Stage stage;
  private final String hydrant;

  StartCost(Stage stage, String hydrant) {
    this.stage = stage;
    this.hydrant = hydrant;
  }

  /// Prints the processor time until the agent's loops run and until two models are there, and its
  /// memory after a while of idling; outside of Kubernetes and as a DaemonSet runs it.
  void measure(int rounds, Duration idle) throws Exception {
    stage.put("checkpoints/large.safetensors", 20_000_000);
    stage.put("loras/small.safetensors", 100_000);
    for (boolean kubernetes : new boolean[] {false, true}) {
      System.out.println(
          "\nstart of a new agent, Kubernetes "
              + (kubernetes ? "on" : "off")
              + ", then idle for "
              + idle.toSeconds()
              + " s");
      System.out.println("round  CPU-s to loops  CPU-s to ready  s to ready  idle RSS MB  of it own");
      List<Double> loops = new ArrayList<>();
      List<Double> ready = new ArrayList<>();
      List<Double> seconds = new ArrayList<>();
      List<Double> memory = new ArrayList<>();
      List<Double> own = new ArrayList<>();
      for (int round = 1; round <= rounds; round++) {
        stage.node().reset();
        RunningAgent agent =
            stage.start(hydrant, stage.newRoot("root-" + kubernetes + round), kubernetes);
        try {
          agent.awaitLoops();
          loops.add(agent.processorSeconds());
          agent.awaitReady();
          ready.add(agent.processorSeconds());
          seconds.add(agent.secondsSinceStart());
          if (kubernetes) {
            agent.await("an open gate", stage.node()::isOpen);
          }
          TimeUnit.MILLISECONDS.sleep(idle.toMillis());
          memory.add(agent.residentMegabytes());
          own.add(agent.ownMegabytes());
        } finally {
          agent.stop();
        }
        System.out.printf(
            "%5d  %14.2f  %14.2f  %10.2f  %11.1f  %9.1f%n",
            round,
            loops.getLast(),
            ready.getLast(),
            seconds.getLast(),
            memory.getLast(),
            own.getLast());
      }
      System.out.printf(
          "median %14.2f  %14.2f  %10.2f  %11.1f  %9.1f%n",
          median(loops), median(ready), median(seconds), median(memory), median(own));
    }
  }

  /// Prints how long an agent takes to be ready again when all its files are there, and what it
  /// fetches and taints then, which is nothing.
  ///
  /// @param delay what each request to the bucket takes longer
  void measureRestarts(int rounds, int files, Duration delay) throws Exception {
    for (int i = 0; i < files; i++) {
      stage.put("loras/%05d.safetensors".formatted(i), SMALL);
    }
    stage.node().reset();
    Path root = stage.newRoot("hydrated");
    RunningAgent first = stage.start(hydrant, root, true);
    first.awaitReady();
    first.await("an open gate", stage.node()::isOpen);
    // What has been uploaded also lies in the queue, and would be the next agent's work.
    first.await(
        "an empty queue", () -> first.metric("hydrant_events_received_total") >= files);
    first.stop();

    if (!delay.isZero()) {
      stage.moveBucketAway(delay);
    }
    System.out.printf(
        "%nrestart with %,d files on the disk, Kubernetes on, %d ms to the bucket%n",
        files + 2, delay.toMillis());
    System.out.println(
        "round  s to ready  s of it listing  CPU-s to ready  of the stand-ins  bytes fetched  taints");
    List<Double> seconds = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      double ownBefore = Stage.processorSeconds();
      RunningAgent agent = stage.start(hydrant, root, true);
      try {
        agent.awaitReady();
        double own = Stage.processorSeconds() - ownBefore;
        seconds.add(agent.secondsSinceStart());
        System.out.printf(
            "%5d  %10.2f  %15.2f  %14.2f  %16.2f  %13.0f  %6d%n",
            round,
            seconds.getLast(),
            agent.metric("hydrant_listing_duration_seconds_sum"),
            agent.processorSeconds(),
            own,
            agent.metric("hydrant_fetched_bytes_total"),
            stage.node().taints());
      } finally {
        agent.stop();
      }
    }
    System.out.printf("median %9.2f%n", median(seconds));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
