package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.PresentFile.Managed;
import io.hydrant.cli.Verification.Damage;
import io.hydrant.cli.Verification.Progress;
import io.hydrant.cli.Verification.Report;
import io.hydrant.store.ModelStore;
import io.hydrant.store.PublishedBytes;
import io.hydrant.store.StorePaths;
import io.hydrant.store.TreeScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class VerificationTest {
  private static final String PATH = "loras/a.safetensors";

  private final StorePaths paths;
  private final ModelStore store;

  VerificationTest(@TempDir Path root) throws IOException {
    this.paths = new StorePaths(root);
    this.store = ModelStore.open(paths, List.of(), false, "test");
  }

  @BeforeEach
  void publish() throws IOException {
    Published.model(store, PATH, "first");
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @Test
  void aFileThatIsReplacedMeanwhileIsJudgedByWhatItIsNow() throws IOException {
    Managed before = present();
    Published.model(store, PATH, "second");
    assertThat(new Verification(paths, 1).check(before)).isNull();
  }

  @Test
  void aFileThatIsReplacedAndThenDamagedIsFound() throws IOException {
    Managed before = present();
    Published.model(store, PATH, "second");
    Files.writeString(paths.of(new ModelPath(PATH)), "secund");
    assertThat(new Verification(paths, 1).check(before))
        .isNotNull()
        .extracting(Damage::problem)
        .asString()
        .contains("its checksum is");
  }

  @Test
  void aFileThatIsRemovedMeanwhileIsNoDamage() throws IOException {
    Managed before = present();
    store.remove(new ModelPath(PATH));
    assertThat(new Verification(paths, 1).check(before)).isNull();
  }

  @Test
  void aFileThatIsGoneNeedsNoMark() throws IOException {
    Managed before = present();
    store.remove(new ModelPath(PATH));
    PublishedBytes.distrust(paths, before);
    assertThat(paths.of(new ModelPath(PATH))).doesNotExist();
  }

  @Test
  void allFilesAreReadByAsManyReadersAsThereMayBe() throws Exception {
    for (int i = 0; i < 50; i++) {
      Published.model(store, "loras/" + i, "model " + i);
    }
    Files.writeString(paths.data().resolve("loras/7"), "MODEL 7");
    Files.writeString(paths.data().resolve("loras/33"), "MODEL 33");
    List<Progress> progress = new ArrayList<>();
    Report report = new Verification(paths, 4).run(progress::add);
    assertThat(report.files()).isEqualTo(51);
    assertThat(report.damaged())
        .extracting(damage -> damage.file().path().value())
        .containsExactly("loras/33", "loras/7");
    assertThat(progress).hasSize(51);
    assertThat(progress.getLast())
        .isEqualTo(new Progress(51, 51, report.size().bytes(), report.size().bytes()));
  }

  private Managed present() throws IOException {
    if (new TreeScan(paths).all().get(new ModelPath(PATH)) instanceof Managed managed) {
      return managed;
    }
    throw new AssertionError(PATH + " is not managed");
  }
}
