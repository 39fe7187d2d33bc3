package io.hydrant.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.catalog.ByteSize;
import io.hydrant.store.StorePaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeFoldersTest {
  @TempDir Path root;

  private void make(SpaceLimit limit) throws IOException {
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
  void theAllowanceIsKeptWhereTheAgentFindsIt() throws Exception {
    make(new SpaceLimit.Size(ByteSize.ofMebibytes(5)));
    assertThat(Allowance.of(root)).isEqualTo(ByteSize.ofMebibytes(5));
    make(new SpaceLimit.Size(ByteSize.ofMebibytes(6)));
    assertThat(Allowance.of(root)).isEqualTo(ByteSize.ofMebibytes(6));
  }

  @Test
  void withoutALimitThereIsNoAllowance() throws Exception {
    assertThat(Allowance.of(root)).isNull();
    make(new SpaceLimit.Size(ByteSize.ofMebibytes(5)));
    Allowance.set(new NodeLayout(root), null);
    assertThat(Allowance.of(root)).isNull();
  }

  @Test
  void anAllowanceThatCannotBeReadIsNotIgnored() throws Exception {
    make(new SpaceLimit.Share(50));
    Files.writeString(root.resolve(".hydrant/allowance"), "");
    assertThatThrownBy(() -> Allowance.of(root))
        .isInstanceOf(DiskException.class)
        .hasMessageContaining("run 'hydrant disk prepare'");
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
