package io.hydrant.app;

import com.sun.management.OperatingSystemMXBean;
import io.hydrant.config.AgentConfig;
import io.hydrant.config.ConfigReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// Hydrates empty folders one after the other in one process, by the whole agent, and tells what
/// that took: `benchmarks/transfer/run.sh`. Not a test: what it measures is the machine too.
final class HydrationBenchmark {
  /// Each look makes a status of all files, which must not become a part of what is measured.
  private static final long POLL_NANOS = 25_000_000;

  private HydrationBenchmark() {}

  /// Prints a line of JSON for each time. That of the first includes the start of the process.
  ///
  /// @param arguments where S3 is, bucket, engine, folder to make, how many times
  public static void main(String[] arguments) throws Exception {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    int times = Integer.parseInt(arguments[4]);
    long wall = ManagementFactory.getRuntimeMXBean().getStartTime() * 1_000_000;
    long cpu = 0;
    for (int time = 1; time <= times; time++) {
      Path root = Path.of(arguments[3]).resolve("time-" + time);
      AgentConfig config = config(arguments[0], arguments[1], arguments[2], root);
      try (Agent agent =
          Agent.start(
              config,
              StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))) {
        while (!agent.status().ready()) {
          LockSupport.parkNanos(POLL_NANOS);
        }
        System.out.printf(
            "{\"seconds\": %.3f, \"cpu\": %.3f, \"rss\": %d, \"files\": %d, \"bytes\": %d}%n",
            (now() - wall) / 1e9,
            (system.getProcessCpuTime() - cpu) / 1e9,
            peakResidentBytes(),
            agent.status().present().files(),
            agent.status().present().bytes());
      }
      wall = now();
      cpu = system.getProcessCpuTime();
    }
  }

  /// Comparable with the start of the process.
  private static long now() {
    return System.currentTimeMillis() * 1_000_000;
  }

  private static AgentConfig config(String endpoint, String bucket, String engine, Path root)
      throws Exception {
    Map<String, List<String>> flags = new HashMap<>();
    flags.put("bucket", List.of(bucket));
    flags.put("engine", List.of(engine));
    flags.put("region", List.of("us-east-1"));
    flags.put("root", List.of(root.toString()));
    flags.put("s3-endpoint-url", List.of(endpoint));
    flags.put("http-address", List.of("127.0.0.1:0"));
    flags.put("kubernetes", List.of("off"));
    return new ConfigReader(flags, Map.of()).read();
  }

  private static long peakResidentBytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }
}
