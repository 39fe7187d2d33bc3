import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs an installed agent on a [Stage]: to teach the JVM what the agent does (`train.sh`), and to
/// measure what its start costs (`benchmarks/startup`). It is run from its source, with the local
/// cloud on the class path:
///
///     java -cp localcloud.jar Rehearsal.java train HYDRANT
///     java -cp localcloud.jar Rehearsal.java measure HYDRANT ROUNDS IDLE-SECONDS FILES [MILLISECONDS]
///
/// The milliseconds are what each request to the bucket takes longer at a restart.
final class Rehearsal {
  private Rehearsal() {}

  public static void main(String[] arguments) throws Exception {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    }
    List<String> words = List.of(arguments);
    try (Stage stage = new Stage()) {
      if (words.size() == 2 && words.getFirst().equals("train")) {
        train(stage, words.get(1));
      } else if (words.size() >= 5 && words.getFirst().equals("measure")) {
        StartCost cost = new StartCost(stage, words.get(1));
        int rounds = Integer.parseInt(words.get(2));
        cost.measure(rounds, Duration.ofSeconds(Long.parseLong(words.get(3))));
        Duration delay = Duration.ofMillis(words.size() > 5 ? Long.parseLong(words.get(5)) : 0);
        cost.measureRestarts(rounds, Integer.parseInt(words.get(4)), delay);
      } else {
        throw new IllegalArgumentException(
            "train HYDRANT, or measure HYDRANT ROUNDS IDLE-SECONDS FILES [MILLISECONDS]");
      }
    }
    // The HTTP client's threads would keep the process for a minute.
    System.exit(0);
  }

  /// Everything that an agent does in its life, once.
  private static void train(Stage stage, String hydrant) throws Exception {
    stage.put("checkpoints/large.safetensors", 20_000_000);
    stage.put("loras/small.safetensors", 100_000);
    Path root = stage.newRoot("root");
    Path models = root.resolve("data");
    RunningAgent agent = stage.start(hydrant, root, true);
    try {
      agent.await("the models of the bucket", () -> isThere(models, "loras/small.safetensors"));
      agent.await("the large one", () -> isThere(models, "checkpoints/large.safetensors"));
      agent.await("an open gate", stage.node()::isOpen);
      stage.put("loras/later.safetensors", 100_000);
      agent.await("an upload", () -> isThere(models, "loras/later.safetensors"));
      stage.delete("loras/later.safetensors");
      agent.await("a removal", () -> !isThere(models, "loras/later.safetensors"));
      for (String page : List.of("/metrics", "/status", "/livez", "/readyz")) {
        agent.await(page, () -> agent.answers(page));
      }
    } finally {
      agent.stop();
    }
  }

  private static boolean isThere(Path models, String file) {
    return Files.exists(models.resolve(file));
  }
}
