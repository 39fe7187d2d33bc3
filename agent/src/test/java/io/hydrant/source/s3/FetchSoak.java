package io.hydrant.source.s3;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.source.Fetched;
import io.hydrant.store.ModelStore;
import io.hydrant.store.Publishing;
import io.hydrant.store.StagedFile;
import io.hydrant.store.StorePaths;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// Fetches objects many times in one process, all the way to their names, and tells what that took:
/// resident memory and open files in each quarter, processor time and wall time. No test: it has no
/// limits of its own. `benchmarks/soak/run` starts it.
final class FetchSoak {
  private static final String BUCKET = "soak";
  private static final int OBJECTS = 8;
  private static final int QUARTERS = 4;

  private final S3Settings settings;
  private final StaticCredentialsProvider credentials;
  private final int bytes;
  private final int downloads;
  private final int parallel;
  private final StorePaths paths;

  private FetchSoak(
      URI endpoint, S3Settings.Engine engine, int bytes, int downloads, int parallel, Path root) {
    this.settings =
        new S3Settings("us-east-1", endpoint, null, true, engine, 10, ByteSize.ofMebibytes(256));
    this.credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create("localcloud", "localcloud-secret"));
    this.bytes = bytes;
    this.downloads = downloads;
    this.parallel = parallel;
    this.paths = new StorePaths(root);
  }

  /// Arguments: endpoint, engine, bytes of an object, downloads, how many at the same time, folder.
  public static void main(String[] args) throws Exception {
    new FetchSoak(
            URI.create(args[0]),
            S3Settings.Engine.valueOf(args[1]),
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]),
            Integer.parseInt(args[4]),
            Path.of(args[5]))
        .run();
  }

  private void run() throws Exception {
    upload(Files.createDirectories(paths.root()));
    try (S3Clients clients = S3Clients.open(settings, credentials);
        ModelStore store = ModelStore.open(paths, List.of(), false, "soak");
        ExecutorService workers = Executors.newFixedThreadPool(parallel)) {
      S3ModelSource source = new S3ModelSource(clients, BUCKET, "");
      List<RemoteObject> objects = new ArrayList<>();
      source.list(objects::add);
      System.out.printf(
          "%s, %d x %d bytes, %d at a time%n", settings.engine(), downloads, bytes, parallel);
      for (int quarter = 1; quarter <= QUARTERS; quarter++) {
        int end = downloads * quarter / QUARTERS;
        int begin = downloads * (quarter - 1) / QUARTERS;
        long wall = System.nanoTime();
        Duration cpu = processorTime();
        List<Future<?>> all = new ArrayList<>();
        for (int i = begin; i < end; i++) {
          int number = i;
          all.add(
              workers.submit(() -> {
                fetch(source, store, objects.get(number % objects.size()), number);
                return null;
              }));
        }
        for (Future<?> one : all) {
          one.get();
        }
        report(
            quarter,
            end - begin,
            Duration.ofNanos(System.nanoTime() - wall),
            processorTime().minus(cpu));
      }
    }
  }

  private void report(int quarter, int files, Duration wall, Duration cpu) throws IOException {
    System.out.printf(
        "quarter %d: RSS %d MB, %d open files, CPU %.2f ms a file, %.2f s/GB, %.0f MB/s%n",
        quarter,
        residentBytes() / 1_000_000,
        openFiles(),
        cpu.toNanos() / 1e6 / files,
        cpu.toNanos() / 1e9 / ((double) files * bytes / 1e9),
        (double) files * bytes / 1e6 / (wall.toNanos() / 1e9));
  }

  private void fetch(S3ModelSource source, ModelStore store, RemoteObject object, int number)
      throws IOException {
    ModelPath path = new ModelPath("loras/" + number);
    try (StagedFile staged = store.stage(path, object)) {
      if (source.fillsInPlace()) {
        staged.prepare(object);
      }
      Fetched fetched = source.fetch(object, staged.file(), _ -> {});
      Publishing.publish(staged, staged.verify(fetched.object(), fetched.evidence()));
    }
    // Not by the store, which takes a file with another name than its key's for somebody else's.
    Files.delete(paths.of(path));
  }

  private void upload(Path root) throws IOException {
    Path content = Files.createTempFile(root, "content", "");
    try (FileChannel channel = FileChannel.open(content, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(1), bytes - 1L);
    }
    try (S3Client s3 =
        S3Client.builder()
            .endpointOverride(settings.endpoint())
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .build()) {
      if (s3.listBuckets().buckets().stream().noneMatch(each -> each.name().equals(BUCKET))) {
        s3.createBucket(create -> create.bucket(BUCKET));
      }
      for (int i = 0; i < OBJECTS; i++) {
        String key = "loras/" + i;
        s3.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromFile(content));
      }
    }
    Files.delete(content);
  }

  private static Duration processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  private static long residentBytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.count();
    }
  }
}
