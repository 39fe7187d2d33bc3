package io.hydrant.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.catalog.ByteSize;
import io.hydrant.store.StorePaths;
import io.hydrant.store.StoreSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeFoldersTest {
  @TempDir Path root;

  private void make(@Nullable SpaceLimit limit) throws IOException {
    Owner self =
        new Owner(
            (int) Files.getAttribute(root, "unix:uid"), (int) Files.getAttribute(root, "unix:gid"));
    new NodeFolders(new NodeLayout(root), self).make(limit);
  }

  @Test
  void theFoldersAreThoseOfTheStore() {
    assertThat(new NodeLayout(root).data()).isEqualTo(new StorePaths(root).data());
  }

  @Test
  void foldersAreMadeForAllToReadWhateverTheUmask() throws Exception {
    Files.createDirectory(
        root.resolve("data"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    make(new SpaceLimit.Share(50));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("data"))))
        .isEqualTo("rwxr-xr-x");
    assertThat(root.resolve(".hydrant")).isDirectory();
  }

  @Test
  void theAllowanceIsKeptWhereTheStoreFindsIt() throws Exception {
    make(new SpaceLimit.Size(ByteSize.ofMebibytes(5)));
    assertThat(StoreSpace.of(new StorePaths(root)).available()).isEqualTo(ByteSize.ofMebibytes(5));
    make(new SpaceLimit.Size(ByteSize.ofMebibytes(6)));
    assertThat(StoreSpace.of(new StorePaths(root)).available()).isEqualTo(ByteSize.ofMebibytes(6));
  }

  @Test
  void withoutALimitAnAllowanceOfEarlierGoes() throws Exception {
    make(new SpaceLimit.Size(ByteSize.ofMebibytes(5)));
    make(null);
    assertThat(root.resolve(".hydrant/allowance")).doesNotExist();
  }

  /// The folder belongs to the agent, and root writes into it.
  @Test
  void aLinkInThePlaceOfTheAllowanceIsNotFollowed() throws Exception {
    make(new SpaceLimit.Share(50));
    Path precious = Files.writeString(root.resolve("precious"), "mine");
    Files.delete(root.resolve(".hydrant/allowance"));
    Files.createSymbolicLink(root.resolve(".hydrant/allowance"), precious);
    assertThatThrownBy(() -> make(new SpaceLimit.Share(50))).isInstanceOf(IOException.class);
    assertThat(precious).hasContent("mine");
  }
}
