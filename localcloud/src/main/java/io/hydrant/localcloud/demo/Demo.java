package io.hydrant.localcloud.demo;

import io.hydrant.localcloud.LocalCloud;
import io.hydrant.localcloud.ModelLayout;
import io.hydrant.localcloud.QuietLog;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.s3.S3Client;

/// Shows the agent at work, without AWS.
@Command(
    name = "demo",
    description = "Hydrates an empty disk from a bucket on this machine and follows its changes.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class Demo implements Callable<Integer> {
  private static final String PREFIX = "hydrant-demo-";

  @Option(names = "--once", description = "End after the story instead of staying up.")
  private boolean once;

  @Option(
      names = "--size",
      paramLabel = "MIB",
      defaultValue = "400",
      description = "Size of all models together. Default: ${DEFAULT-VALUE}.")
  private int mebibytes;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description =
          "Where the demo makes its own directory, removed at the end. Default: the system's.")
  private @Nullable Path directory;

  /// Given by the script that starts the demo.
  @Option(names = "--agent", paramLabel = "JAR", required = true, hidden = true)
  private Path agentJar = Path.of("");

  private final Screen screen;
  private volatile boolean ending;

  private Demo(Screen screen) {
    this.screen = screen;
  }

  public static void main(String[] arguments) {
    QuietLog.configure();
    boolean terminal = Stream.ofNullable(System.console()).anyMatch(Console::isTerminal);
    CommandLine commandLine =
        new CommandLine(new Demo(new Screen(System.out, terminal)))
            .setExecutionExceptionHandler((e, line, _) -> {
              line.getErr().println("demo: " + e.getMessage());
              return CommandLine.ExitCode.SOFTWARE;
            });
    System.exit(commandLine.execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path work = makeDirectory();
    Janitor janitor = Janitor.of(work);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(janitor), "demo-end"));
    // Neither is closed: the process ends with them.
    LocalCloud cloud = LocalCloud.start(work.resolve("s3"));
    S3Client s3 = cloud.newS3Client();
    LocalCloud.Bucket bucket = cloud.bucket("models");
    String queue = cloud.createQueue("node");
    cloud.subscribe(bucket.topicArn(), queue, true);
    Story story =
        new Story(screen, s3, bucket.name(), ModelLayout.scaledTo((long) mebibytes << 20));
    story.fill();

    Path root = work.resolve("node");
    Agent agent =
        Agent.start(agentJar, cloud, bucket.name(), queue, root, work.resolve("agent.log"));
    janitor.take(agent.process());
    PublishedTree tree = new PublishedTree(root);
    try {
      story.hydrate(agent, tree);
      story.change(new Changes(screen, s3, bucket.name(), tree, agent.process()));
    } catch (DemoException e) {
      return fail(e, agent);
    }
    if (!once) {
      tellWhereToLook(agent, cloud, root);
      // Only a signal ends the process.
      new CountDownLatch(1).await();
    }
    return CommandLine.ExitCode.OK;
  }

  private Path makeDirectory() throws IOException {
    return directory == null
        ? Files.createTempDirectory(PREFIX)
        : Files.createTempDirectory(Files.createDirectories(directory), PREFIX);
  }

  private void end(Janitor janitor) {
    ending = true;
    janitor.close();
  }

  private int fail(DemoException failure, Agent agent) throws IOException {
    if (!ending) {
      screen.endProgress();
      System.err.println("demo: " + failure.getMessage());
      System.err.println("The agent's last lines:");
      agent.logTail().forEach(line -> System.err.println("  " + line));
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  private void tellWhereToLook(Agent agent, LocalCloud cloud, Path root) {
    screen.line(
        """
        4. Look around:
           the models   %s
           status       ./hydrant status --url %s
                        %s/status
           metrics      %s/metrics
           the bucket   AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s \\
                        aws --region %s --endpoint-url %s s3 ls --recursive s3://models
           Upload, overwrite or delete there and watch. Ctrl-C ends and removes everything.\
        """
            .formatted(
                root.resolve("data"),
                agent.url(),
                agent.url(),
                agent.url(),
                cloud.accessKey(),
                cloud.secretKey(),
                cloud.region(),
                cloud.s3Endpoint()));
  }
}
