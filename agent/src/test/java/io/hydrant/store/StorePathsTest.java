package io.hydrant.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ETag;
import io.hydrant.catalog.ModelPath;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StorePathsTest {
  private final StorePaths paths = new StorePaths(Path.of("/models/./x/.."));

  @Test
  void modelsLieInDataAndNothingElseDoes() {
    assertThat(paths.root()).hasToString("/models");
    assertThat(paths.of(new ModelPath("loras/a b"))).hasToString("/models/data/loras/a b");
    assertThat(paths.folderOf(new ModelPath("loras/a"))).hasToString("/models/data/loras");
    assertThat(paths.folderOf(new ModelPath("a"))).hasToString("/models/data");
    assertThat(paths.staging()).hasToString("/models/.hydrant/staging");
    assertThat(paths.nameOf(Path.of("/models/data/loras/a"))).isEqualTo("loras/a");
  }

  @Test
  void stagedNamesSayNothingOfTheKeyAndAreOnePerState() {
    ModelPath path = new ModelPath(("x".repeat(255) + "/").repeat(3) + "\n");
    Path one = paths.staged(path, new ETag("one"));
    assertThat(one.getParent()).isEqualTo(paths.staging());
    assertThat(one.getFileName().toString()).matches("[0-9a-f]{32}\\.part");
    assertThat(paths.staged(path, new ETag("one"))).isEqualTo(one);
    assertThat(paths.staged(path, new ETag("two"))).isNotEqualTo(one);
    assertThat(paths.staged(new ModelPath("x"), new ETag("one"))).isNotEqualTo(one);
  }
}
