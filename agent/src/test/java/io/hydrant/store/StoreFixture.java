package io.hydrant.store;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.PresentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A store on a directory of its own, opened anew for each test.
abstract class StoreFixture {
  static final Content ONE = new Content("the first bytes");
  static final Content TWO = new Content("THE OTHER BYTES"); // As many.

  @TempDir Path root;
  @TempDir Path outside;
  StorePaths paths = new StorePaths(Path.of(""));
  private @Nullable ModelStore open;

  @BeforeEach
  void open() throws IOException {
    paths = new StorePaths(root);
    open(false);
  }

  @AfterEach
  void close() throws IOException {
    store().close();
  }

  private void open(boolean replaceForeign) throws IOException {
    open =
        ModelStore.open(
            paths, List.of(new ModelPath("loras"), new ModelPath("vae")), replaceForeign, "a test");
  }

  void reopen(String boot) throws IOException {
    store().close();
    open = ModelStore.open(paths, List.of(new ModelPath("loras")), false, "a test", boot);
  }

  void reopen(boolean replaceForeign) throws IOException {
    store().close();
    open(replaceForeign);
  }

  ModelStore store() {
    return Objects.requireNonNull(open);
  }

  Path data(String path) {
    return paths.data().resolve(path);
  }

  StagedFile stage(String path, Content content) throws IOException {
    return store().stage(new ModelPath(path), content.object(path));
  }

  static StoreException failureOf(ThrowingCallable call) {
    return Objects.requireNonNull(
        catchThrowableOfType(StoreException.class, call), "nothing was thrown");
  }

  List<Path> staged() throws IOException {
    try (Stream<Path> entries = Files.list(paths.staging())) {
      return entries.toList();
    }
  }

  PresentFile.Managed managed(String path) throws IOException {
    return (PresentFile.Managed) Objects.requireNonNull(store().scan().get(new ModelPath(path)));
  }
}
