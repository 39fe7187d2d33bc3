package io.hydrant.localcloud.demo;

import io.hydrant.localcloud.ModelContent.Noise;
import io.hydrant.localcloud.ModelLayout;
import io.hydrant.localcloud.ModelLayout.Model;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/// What happens in the demo, in three acts: a bucket is filled, an empty disk is hydrated from it,
/// and the bucket changes under the eyes of the agent.
final class Story {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final Screen screen;
  private final S3Client s3;
  private final String bucket;
  private final ModelLayout layout;

  Story(Screen screen, S3Client s3, String bucket, ModelLayout layout) {
    this.screen = screen;
    this.s3 = s3;
    this.bucket = bucket;
    this.layout = layout;
  }

  void fill() {
    screen.line("1. A models bucket is filled.");
    long start = System.nanoTime();
    layout.upload(s3, bucket);
    screen.line(
        String.format(
            Locale.ROOT,
            "   %d files, %s, uploaded in %.1f s",
            layout.models().size(),
            ProgressBar.mebibytes(layout.totalBytes()),
            seconds(Duration.ofNanos(System.nanoTime() - start))));
  }

  void hydrate(Agent agent, PublishedTree tree)
      throws DemoException, IOException, InterruptedException {
    screen.line("2. The agent starts on an empty disk.");
    Duration took =
        new Watch(agent.process(), INTERVAL)
            .until("the disk is not hydrated", PATIENCE, () -> isHydrated(agent.hydration()));
    screen.endProgress();
    for (Model model : layout.models()) {
      tree.verify(model);
    }
    screen.line(
        String.format(
            Locale.ROOT,
            "   ready %.1f s after the start of its process; every byte compared",
            seconds(took)));
  }

  void change(Changes changes) throws DemoException, IOException, InterruptedException {
    screen.line("3. The bucket changes; the time runs from S3's answer.");
    Model style = new Model("loras/style v1.safetensors", new Noise(9 << 20, 1));
    changes.upload(style);
    changes.upload(new Model("checkpoints/new_checkpoint.safetensors", new Noise(40 << 20, 2)));
    changes.overwrite(layout.model("vae/ae.safetensors"));
    changes.rename(style, "loras/style v2.safetensors");
    changes.delete("loras/style v2.safetensors");
    changes.delete("checkpoints/sd_xl_refiner_1.0.safetensors");
  }

  private boolean isHydrated(Optional<Hydration> now) {
    now.filter(hydration -> hydration.wantedFiles() > 0)
        .ifPresent(hydration ->
            screen.progress(ProgressBar.percent(hydration), "   " + ProgressBar.draw(hydration)));
    return now.isPresent() && now.get().isHydrated(layout.models().size());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
