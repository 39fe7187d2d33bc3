package io.hydrant.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.plan.Plan;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelSetTest {
  private static final ModelFile A = file("checkpoints/a.safetensors", "1");
  private static final ModelFile B = file("loras/b.safetensors", "2");
  private static final ModelFile NEWER_B = file("loras/b.safetensors", "3");

  @Test
  void nodesThatCameToTheSameModelsInDifferentWaysTellTheSame() {
    Progress atOnce = new Progress();
    atOnce.planned(kept(B, A), true);

    Progress bySteps = new Progress();
    bySteps.planned(fetching(A, B), true);
    bySteps.published(B);
    bySteps.published(A);

    assertThat(bySteps.modelSet()).isEqualTo(atOnce.modelSet()).matches("[0-9a-f]{16}");
  }

  @Test
  void anotherVersionIsAnotherSet() {
    Progress progress = new Progress();
    progress.planned(kept(A, B), true);
    String before = progress.modelSet();

    progress.planned(fetching(NEWER_B), false);
    assertThat(progress.modelSet()).isEqualTo(setOf(A)).isNotEqualTo(before);
    progress.published(NEWER_B);

    assertThat(progress.modelSet()).isEqualTo(setOf(A, NEWER_B)).isNotEqualTo(before);
  }

  @Test
  void anotherPathIsAnotherSet() {
    assertThat(setOf(file("loras/a.safetensors", "1"))).isNotEqualTo(setOf(A));
  }

  @Test
  void aModelThatIsNoLongerWantedLeavesTheSet() {
    Progress progress = new Progress();
    progress.planned(kept(A, B), true);

    progress.abandoned(B);

    assertThat(progress.modelSet()).isEqualTo(setOf(A));
  }

  @Test
  void theEmptySetIsZero() {
    assertThat(new Progress().modelSet()).isEqualTo("0000000000000000");
  }

  private static String setOf(ModelFile... files) {
    Progress progress = new Progress();
    progress.planned(kept(files), true);
    return progress.modelSet();
  }

  private static Plan kept(ModelFile... files) {
    return new Plan(List.of(), null, List.of(), List.of(files), List.of());
  }

  private static Plan fetching(ModelFile... files) {
    return new Plan(
        List.of(),
        null,
        List.of(files).stream()
            .map(file -> new Plan.Fetch(file, Plan.FetchReason.MISSING))
            .toList(),
        List.of(),
        List.of());
  }

  private static ModelFile file(String path, String etag) {
    return new ModelFile(
        new ModelPath(path),
        RemoteObject.of(
            new ObjectKey(path),
            new ByteSize(10),
            new ETag(etag),
            Instant.parse("2026-11-24T12:00:00Z")),
        0);
  }
}
