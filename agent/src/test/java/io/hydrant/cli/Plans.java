package io.hydrant.cli;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Checksum;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.FileRecord;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.catalog.SkipReason;
import io.hydrant.catalog.Skipped;
import io.hydrant.plan.Plan;
import io.hydrant.plan.Plan.Fetch;
import io.hydrant.plan.Plan.FetchReason;
import io.hydrant.plan.Plan.Held;
import io.hydrant.plan.Plan.Removal;
import java.time.Instant;
import java.util.List;

/// Plans for tests of what shows them.
final class Plans {
  private static final Instant TIME = Instant.parse("2026-11-24T10:00:00Z");

  private Plans() {}

  static Plan nothingToDo() {
    return new Plan(
        List.of(), null, List.of(), List.of(file("vae/ae.safetensors", 335_304_388)), List.of());
  }

  /// Something of everything that can be in one plan.
  static Plan everything() {
    return new Plan(
        List.of(removal("loras/old.safetensors"), removal("loras/older.safetensors")),
        null,
        List.of(
            new Fetch(
                file("checkpoints/sd_xl_base_1.0.safetensors", 6_938_078_334L),
                FetchReason.MISSING),
            new Fetch(file("loras/\u001b[2Jdetail 模型.safetensors", 900), FetchReason.CHANGED)),
        List.of(file("vae/ae.safetensors", 335_304_388)),
        List.of(
            new Skipped(
                new ObjectKey("checkpoints/flux1-dev.safetensors"),
                new ByteSize(23_802_932_552L),
                SkipReason.NO_SPACE,
                "it needs 22.2 GiB and 10.0 GiB are left beside the reserve of 1.0 GiB"),
            new Skipped(new ObjectKey("loras/"), ByteSize.ZERO, SkipReason.MARKER, "zero bytes")));
  }

  static Plan held() {
    return new Plan(
        List.of(),
        new Held(
            List.of(removal("loras/old.safetensors")),
            "the bucket lists no wanted model at all, and 1 published files would go"),
        List.of(),
        List.of(),
        List.of());
  }

  private static ModelFile file(String path, long size) {
    return new ModelFile(
        new ModelPath(path),
        RemoteObject.of(new ObjectKey("comfyui/" + path), new ByteSize(size), new ETag("e"), TIME),
        0);
  }

  private static Removal removal(String path) {
    return new Removal(
        new ModelPath(path),
        new FileRecord(
            new ObjectKey("comfyui/" + path),
            new ETag("e"),
            null,
            new Checksum(Checksum.Algorithm.MD5, "x"),
            new ByteSize(1_226_977_424),
            TIME),
        "no longer wanted from the bucket");
  }
}
