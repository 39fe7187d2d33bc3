package io.hydrant.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ModelPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreSpaceTest {
  private StorePaths paths;

  @BeforeEach
  void aStore(@TempDir Path root) throws IOException {
    paths = new StorePaths(root);
    Files.createDirectories(paths.data());
    Files.createDirectories(paths.staging());
  }

  private void allow(String text) throws IOException {
    Files.writeString(paths.allowance(), text);
  }

  @Test
  void withoutAnAllowanceTheFileSystemCounts() throws Exception {
    assertThat(StoreSpace.of(paths).available().bytes())
        .isPositive()
        .isLessThanOrEqualTo(Files.getFileStore(paths.root()).getTotalSpace());
  }

  @Test
  void anAllowanceIsUsedUpByModelsAndByStagedFiles() throws Exception {
    allow("1000\n");
    assertThat(StoreSpace.of(paths).available()).isEqualTo(new ByteSize(1000));
    Files.createDirectories(paths.data().resolve("vae"));
    Files.write(paths.data().resolve("vae/model"), new byte[300]);
    Files.write(paths.staging().resolve("half"), new byte[200]);
    assertThat(StoreSpace.of(paths).available()).isEqualTo(new ByteSize(500));
  }

  @Test
  void anAllowanceThatIsExceededLeavesNothing() throws Exception {
    allow("100");
    Files.write(paths.data().resolve("model"), new byte[300]);
    assertThat(StoreSpace.of(paths).available()).isEqualTo(ByteSize.ZERO);
  }

  @Test
  void anAllowanceDoesNotMakeTheDiskLarger() throws Exception {
    allow(Long.toString(Long.MAX_VALUE));
    assertThat(StoreSpace.of(paths).available().bytes())
        .isLessThanOrEqualTo(Files.getFileStore(paths.root()).getTotalSpace());
  }

  @Test
  void anAllowanceThatCannotBeReadIsNotIgnored() throws Exception {
    allow("");
    assertThatThrownBy(() -> StoreSpace.of(paths).available())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(paths.allowance().toString())
        .hasMessageContaining("hydrant disk prepare");
  }

  @Test
  void aStoreThatDoesNotExistYetHasTheRoomOfTheFolderAboveIt() throws Exception {
    StorePaths none = new StorePaths(paths.root().resolve("a/b/c"));
    assertThat(StoreSpace.of(none).available().bytes()).isPositive();
  }

  @Test
  void theStoreKeepsCountOfWhatItPublishesReplacesAndRemoves() throws Exception {
    allow("100000");
    Content ten = new Content("0123456789");
    Content three = new Content("abc");
    try (ModelStore store = ModelStore.open(paths, List.of(), false, "a test")) {
      ten.publish(store, "loras/a");
      ten.publish(store, "loras/b");
      assertThat(store.available()).isEqualTo(new ByteSize(99_980));
      three.publish(store, "loras/a");
      assertThat(store.available()).isEqualTo(new ByteSize(99_987));
      store.remove(new ModelPath("loras/b"));
      assertThat(store.available()).isEqualTo(new ByteSize(99_997));
    }
  }

  @Test
  void whatSomebodyElseRemovedCountsUntilTheNextScan() throws Exception {
    allow("100000");
    try (ModelStore store = ModelStore.open(paths, List.of(), false, "a test")) {
      new Content("0123456789").publish(store, "loras/a");
      Files.delete(paths.data().resolve("loras/a"));
      assertThat(store.available()).isEqualTo(new ByteSize(99_990));
      assertThat(store.scan().files()).isEmpty();
      assertThat(store.available()).isEqualTo(new ByteSize(100_000));
    }
  }

  @Test
  void theStoreItselfKeepsToTheAllowance() throws Exception {
    allow("12345");
    try (ModelStore store = ModelStore.open(paths, List.of(), false, "a test")) {
      assertThat(store.available()).isEqualTo(new ByteSize(12345));
    }
  }
}
