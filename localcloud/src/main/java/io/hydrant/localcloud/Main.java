package io.hydrant.localcloud;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The local cloud as a process: prints where it is reached and stays up until it is told to end.
@Command(
    name = "localcloud",
    description = "S3, SNS and SQS on this machine, for trying things out.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class Main implements Callable<Integer> {
  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Holds the buckets, a folder each. Default: a new one, removed at the end.")
  private @Nullable Path directory;

  @Option(
      names = "--bucket",
      paramLabel = "NAME",
      description = "A bucket to make, with a topic that gets its events. Repeatable.")
  private List<String> buckets = List.of();

  @Option(
      names = "--queue",
      paramLabel = "NAME",
      description = "A queue to make, which gets the events of all these buckets. Repeatable.")
  private List<String> queues = List.of();

  @Option(names = "--s3-port", paramLabel = "PORT", description = "Default: any free port.")
  private int s3Port;

  @Option(names = "--sqs-port", paramLabel = "PORT", description = "Default: any free port.")
  private int sqsPort;

  @Option(names = "--sns-port", paramLabel = "PORT", description = "Default: any free port.")
  private int snsPort;

  @Spec private @Nullable CommandSpec spec;

  public static void main(String[] arguments) {
    QuietLog.configure();
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler((e, commandLine, _) -> {
          commandLine.getErr().println("localcloud: " + e.getMessage());
          return CommandLine.ExitCode.SOFTWARE;
        });
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Resources resources = new Resources();
    Runtime.getRuntime().addShutdownHook(new Thread(resources::close, "localcloud-end"));
    Path objects = directory;
    if (objects == null) {
      TemporaryDirectory temporary = TemporaryDirectory.create("localcloud-");
      resources.closeLater(temporary::close);
      objects = temporary.path();
    }
    LocalCloud cloud = LocalCloud.start(new LocalCloudOptions(objects, s3Port, sqsPort, snsPort));
    resources.closeLater(cloud::close);
    List<LocalCloud.Bucket> made = buckets.stream().map(cloud::bucket).toList();
    List<String> queueUrls = queues.stream().map(cloud::createQueue).toList();
    for (LocalCloud.Bucket bucket : made) {
      queueUrls.forEach(queue -> cloud.subscribe(bucket.topicArn(), queue, true));
    }
    print(cloud, objects, made, queueUrls);
    // Only a signal ends the process.
    new CountDownLatch(1).await();
    return CommandLine.ExitCode.OK;
  }

  private void print(
      LocalCloud cloud, Path objects, List<LocalCloud.Bucket> made, List<String> queueUrls) {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.printf("S3      %s   objects in %s%n", cloud.s3Endpoint(), objects);
    out.printf("SQS     %s%n", cloud.sqsEndpoint());
    out.printf("SNS     %s%n", cloud.snsEndpoint());
    made.forEach(
        bucket -> out.printf("bucket  %s   events to %s%n", bucket.name(), bucket.topicArn()));
    queueUrls.forEach(queue -> out.printf("queue   %s%n", queue));
    out.printf(
        """

        export AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s AWS_REGION=%s AWS_DEFAULT_REGION=%s
        aws --endpoint-url %s s3 ls

        Ctrl-C ends it.
        """,
        cloud.accessKey(), cloud.secretKey(), cloud.region(), cloud.region(), cloud.s3Endpoint());
    out.flush();
  }
}
