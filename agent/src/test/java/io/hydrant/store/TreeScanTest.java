package io.hydrant.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hydrant.catalog.Inventory;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.PresentFile;
import io.hydrant.catalog.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeScanTest {
  @TempDir private Path root;
  @TempDir private Path outside;
  private StorePaths paths = new StorePaths(Path.of(""));
  private TreeScan scan = new TreeScan(paths);

  @BeforeEach
  void openAndPublish() throws IOException {
    paths = new StorePaths(root);
    scan = new TreeScan(paths);
    try (ModelStore store = ModelStore.open(paths, List.of(), false, "test")) {
      new Content("one").publish(store, "loras/a");
    }
  }

  /// `path → managed | foreign`, of everything.
  private static Map<String, String> found(Inventory inventory) {
    Map<String, String> found = new TreeMap<>();
    for (PresentFile file : inventory.files()) {
      String sort =
          switch (file) {
            case PresentFile.Managed _ -> "managed";
            case PresentFile.Foreign _ -> "foreign";
          };
      found.put(file.path().value(), sort);
    }
    return found;
  }

  private Inventory at(String... asked) throws IOException {
    return scan.at(Stream.of(asked).map(ModelPath::new).toList());
  }

  @Test
  void nothingIsFoundWhereThereIsNoTree() throws IOException {
    TreeScan elsewhere = new TreeScan(new StorePaths(outside));
    assertThat(elsewhere.all().files()).isEmpty();
    assertThat(elsewhere.at(List.of(new ModelPath("loras/a"))).files()).isEmpty();
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aPublishedFileIsFoundAsItWasPublished() throws IOException {
    assertThat(scan.all().files())
        .singleElement()
        .isInstanceOfSatisfying(
            PresentFile.Managed.class,
            file -> {
              assertThat(file.isIntact()).isTrue();
              assertThat(file.modified()).isEqualTo(Samples.MODIFIED);
              assertThat(file.record().isOf(new Content("one").object("loras/a"))).isTrue();
            });
    assertThat(at("loras/a").files()).containsExactlyElementsOf(scan.all().files());
  }

  @Test
  void aFileThatWasWrittenToSinceIsNotIntact() throws IOException {
    Files.writeString(paths.of(new ModelPath("loras/a")), "two");
    assertThat(scan.all().files())
        .singleElement()
        .isInstanceOfSatisfying(
            PresentFile.Managed.class, file -> assertThat(file.isIntact()).isFalse());
  }

  @Test
  void whatHydrantDidNotPublishIsForeign() throws IOException {
    Files.writeString(paths.data().resolve("loras/mine"), "bytes");
    Files.createSymbolicLink(
        paths.data().resolve("loras/link"), paths.of(new ModelPath("loras/a")));
    Files.createSymbolicLink(paths.data().resolve("loras/dangling"), Path.of("nowhere"));
    Process mkfifo =
        new ProcessBuilder("mkfifo", paths.data().resolve("loras/pipe").toString()).start();
    assertThat(mkfifo.onExit().join().exitValue()).isZero();
    Files.createDirectories(paths.data().resolve("loras/empty"));
    Map<String, String> all =
        Map.of(
            "loras/a", "managed",
            "loras/mine", "foreign",
            "loras/link", "foreign",
            "loras/dangling", "foreign",
            "loras/pipe", "foreign");
    assertThat(found(scan.all())).isEqualTo(all);
    assertThat(found(at(all.keySet().toArray(String[]::new)))).isEqualTo(all);
    assertThat(at("loras/empty", "loras").files()).isEmpty();
  }

  @Test
  void nothingBehindALinkIsFound() throws IOException {
    Files.move(paths.data().resolve("loras"), outside.resolve("loras"));
    Files.createSymbolicLink(paths.data().resolve("loras"), outside.resolve("loras"));
    assertThat(found(scan.all())).isEqualTo(Map.of("loras", "foreign"));
    assertThat(found(at("loras/a"))).isEqualTo(Map.of("loras", "foreign"));
  }

  @Test
  void aLookAlsoTellsOfFilesWhereFoldersMustBe() throws IOException {
    assertThat(found(at("loras/a/b/c"))).isEqualTo(Map.of("loras/a", "managed"));
  }

  @Test
  void aCopyOfAPublishedFileIsForeignThoughTheRecordCameWithIt() throws IOException {
    Path copy = paths.data().resolve("loras/copy");
    Files.copy(paths.of(new ModelPath("loras/a")), copy, StandardCopyOption.COPY_ATTRIBUTES);
    assertThat(RecordAttribute.read(copy, RecordAttribute.buffer())).isNotNull();
    assertThat(found(scan.all())).isEqualTo(Map.of("loras/a", "managed", "loras/copy", "foreign"));
    assertThat(found(at("loras/copy"))).isEqualTo(Map.of("loras/copy", "foreign"));
  }

  @Test
  void aRecordIsOursBelowAnyPrefixOfTheBucket() throws IOException {
    Path file = Files.createFile(paths.data().resolve("loras/b"));
    RecordAttribute.write(file, Samples.record(Samples.object("some/prefix/loras/b", 1)));
    Path other = Files.createFile(paths.data().resolve("loras/c"));
    RecordAttribute.write(other, Samples.record(Samples.object("some/notloras/c", 1)));
    assertThat(found(at("loras/b", "loras/c")))
        .isEqualTo(Map.of("loras/b", "managed", "loras/c", "foreign"));
  }

  @Test
  void aNameThatIsNoUnicodeDoesNotEndTheScan() throws IOException {
    // 255 bytes that are no UTF-8; Java itself cannot write such a name.
    String script = "cd \"$1\" && : > \"$(printf '\\377%.0s' $(seq 255))\"";
    Process touch = new ProcessBuilder("sh", "-c", script, "sh", paths.data().toString()).start();
    assertThat(touch.onExit().join().exitValue()).isZero();
    assertThat(found(scan.all())).containsEntry("loras/a", "managed");
  }

  @Test
  void whatMayNotBeReadIsForeignAndDoesNotEndTheScan() throws IOException {
    Path file = Files.createFile(paths.data().resolve("secret"));
    Path folder = Files.createDirectories(paths.data().resolve("secrets/x"));
    Files.createFile(folder.resolve("y"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("---------"));
    assumeTrue(!Files.isReadable(file), "needs another user than root, who may read everything");
    assertThat(found(scan.all()))
        .isEqualTo(Map.of("loras/a", "managed", "secret", "foreign", "secrets/x", "foreign"));
    assertThat(found(at("secret"))).isEqualTo(Map.of("secret", "foreign"));
  }
}
