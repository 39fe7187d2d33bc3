package io.hydrant.localcloud.demo;

import io.hydrant.localcloud.ModelLayout.Model;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/// The part of the story in which the bucket is changed: each change is timed from the answer of S3
/// until it is visible on the disk, and what is there is compared with what was uploaded.
final class Changes {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// What is timed takes some tens of milliseconds.
  private static final Duration INTERVAL = Duration.ofMillis(5);

  private final Screen screen;
  private final S3Client s3;
  private final String bucket;
  private final PublishedTree tree;
  private final Watch watch;

  Changes(Screen screen, S3Client s3, String bucket, PublishedTree tree, Process agent) {
    this.screen = screen;
    this.s3 = s3;
    this.bucket = bucket;
    this.tree = tree;
    this.watch = new Watch(agent, INTERVAL);
  }

  void upload(Model model) throws DemoException, IOException, InterruptedException {
    put("upload", model);
  }

  void overwrite(Model model) throws DemoException, IOException, InterruptedException {
    put("overwrite", model.replaced());
  }

  /// S3 has no renaming: clients copy and delete.
  void rename(Model model, String newKey) throws DemoException, IOException, InterruptedException {
    s3.copyObject(request ->
        request
            .sourceBucket(bucket)
            .sourceKey(model.key())
            .destinationBucket(bucket)
            .destinationKey(newKey));
    s3.deleteObject(request -> request.bucket(bucket).key(model.key()));
    Duration took =
        watch.until(
            "'" + newKey + "' does not stand in the place of '" + model.key() + "'",
            PATIENCE,
            () -> tree.holds(newKey) && !tree.holds(model.key()));
    tree.verify(new Model(newKey, model.content()));
    tell("rename", model.key() + " to " + newKey, "under its new name only", took);
  }

  void delete(String key) throws DemoException, IOException, InterruptedException {
    s3.deleteObject(request -> request.bucket(bucket).key(key));
    Duration took =
        watch.until("'" + key + "' is still on the disk", PATIENCE, () -> !tree.holds(key));
    tell("delete", key, "gone", took);
  }

  private void put(String verb, Model model)
      throws DemoException, IOException, InterruptedException {
    Object before = tree.identity(model.key());
    model.upload(s3, bucket);
    Duration took =
        watch.until(
            "'" + model.key() + "' is not on the disk as it was uploaded",
            PATIENCE,
            () -> isNew(tree.identity(model.key()), before));
    tree.verify(model);
    tell(verb, model.key() + " (" + ProgressBar.mebibytes(model.size()) + ")", "on disk", took);
  }

  private static boolean isNew(@Nullable Object now, @Nullable Object before) {
    return now != null && !Objects.equals(now, before);
  }

  private void tell(String verb, String what, String outcome, Duration took) {
    screen.line(
        String.format(
            Locale.ROOT, "   %-9s  %-62s  %s after %d ms", verb, what, outcome, took.toMillis()));
  }
}
