package io.hydrant.localcloud.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.localcloud.ModelContent.Noise;
import io.hydrant.localcloud.ModelLayout.Model;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedTreeTest {
  private static final Model MODEL = new Model("vae/ae.safetensors", new Noise(3_000_000, 1));

  @TempDir private Path root;
  private Path file = Path.of("");
  private PublishedTree tree = new PublishedTree(Path.of(""));
  private byte[] content = {};

  @BeforeEach
  void prepare() throws IOException {
    tree = new PublishedTree(root);
    file = Files.createDirectories(root.resolve("data/vae")).resolve("ae.safetensors");
    try (InputStream in = MODEL.content().open()) {
      content = in.readAllBytes();
    }
  }

  @Test
  void aModelIsThereOnceItsFileIs() throws IOException {
    assertThat(tree.holds(MODEL.key())).isFalse();
    assertThat(tree.identity(MODEL.key())).isNull();

    Files.write(file, content);
    assertThat(tree.holds(MODEL.key())).isTrue();
    assertThat(tree.identity(MODEL.key())).isNotNull();
  }

  @Test
  void aNewPublicationIsAnotherFile() throws IOException {
    Files.write(file, content);
    Object before = tree.identity(MODEL.key());
    Files.move(
        Files.write(root.resolve("staged"), content),
        file,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    assertThat(tree.identity(MODEL.key())).isNotNull().isNotEqualTo(before);
  }

  @Test
  void theRightBytesPass() throws Exception {
    Files.write(file, content);

    tree.verify(MODEL);
  }

  @Test
  void wrongBytesAreNamed() throws IOException {
    Files.write(file, Arrays.copyOf(content, content.length - 1));
    assertDiffers();
    Files.write(file, Arrays.copyOf(content, content.length + 1));
    assertDiffers();
    content[2_500_000]++;
    Files.write(file, content);
    assertDiffers();
  }

  private void assertDiffers() {
    assertThatThrownBy(() -> tree.verify(MODEL))
        .isInstanceOf(DemoException.class)
        .hasMessageContaining("data/vae/ae.safetensors' does not hold the bytes");
  }
}
