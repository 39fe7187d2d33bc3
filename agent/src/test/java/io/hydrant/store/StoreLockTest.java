package io.hydrant.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreLockTest {
  @TempDir private Path root;
  private StorePaths paths = new StorePaths(Path.of(""));

  @BeforeEach
  void createFolders() throws IOException {
    paths = new StorePaths(root);
    Files.createDirectories(paths.own());
  }

  private ChildJvm holder(String name) throws IOException {
    return ChildJvm.start(LockHolder.class, Map.of(), root.toString(), name);
  }

  @Test
  void theSecondProcessIsToldWhoHoldsTheLock() throws IOException {
    try (StoreLock _ = StoreLock.acquire(paths, "hydrant run, process 4711 on node-7");
        ChildJvm other = holder("the other")) {
      assertThat(other.readLine())
          .isEqualTo(
              "another Hydrant works on "
                  + root
                  + ": hydrant run, process 4711 on node-7; stop it first, or use another --root");
    }
  }

  @Test
  void theSecondStoreOfOneProcessIsRefusedAndTakesNothingFromTheFirst() throws IOException {
    try (StoreLock _ = StoreLock.acquire(paths, "the first")) {
      assertThatThrownBy(() -> StoreLock.acquire(paths, "the second"))
          .asInstanceOf(InstanceOfAssertFactories.type(StoreException.class))
          .extracting(StoreException::kind)
          .isEqualTo(StoreException.Kind.LOCKED);
      try (ChildJvm other = holder("the third")) {
        assertThat(other.readLine()).contains("another Hydrant works on").contains("the first");
      }
    }
    StoreLock.acquire(paths, "the fourth").close();
  }

  @Test
  void theLockGoesWithItsProcessHoweverItEnds() throws IOException {
    try (ChildJvm other = holder("the other")) {
      assertThat(other.readLine()).isEqualTo("locked");
      assertThatThrownBy(() -> StoreLock.acquire(paths, "us"))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("the other");
      other.kill();
      StoreLock.acquire(paths, "us").close();
    }
  }

  @Test
  void theNameOfAnEarlierHolderIsNotKept() throws IOException {
    StoreLock.acquire(paths, "a holder with a long name").close();
    try (StoreLock _ = StoreLock.acquire(paths, "short")) {
      assertThat(paths.lock()).hasContent("short");
    }
  }
}
