package io.hydrant.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelPathTest {
  private static final Path ROOT = Path.of("/models/data");

  static final String[] ODD_BUT_GOOD = {
    "a",
    "loras/detail.safetensors",
    "loras/two words.safetensors",
    " leading and trailing ",
    "loras/a+b%2Fc.safetensors",
    "loras/it's \"quoted\".safetensors",
    "loras/back\\slash.safetensors",
    "loras/line\nbreak\tand\u0001control.safetensors",
    "loras/模型/東京.safetensors",
    "loras/🐎.safetensors",
    "loras/e\u0301 and \u00e9.safetensors",
    "...",
    "..a/.b/c.",
    ".hydrant/staging/x",
    "-rf",
    "$(reboot)",
    "~/x",
  };

  @ParameterizedTest
  @FieldSource("ODD_BUT_GOOD")
  void aKeyThatAFileSystemCanHoldIsTakenAsItIs(String key) {
    assertThat(ModelPath.of(key)).isEqualTo(new ModelPath.Usable(new ModelPath(key)));
    Path resolved = ROOT.resolve(new ModelPath(key).value());
    assertThat(resolved.normalize()).isEqualTo(resolved).startsWithRaw(ROOT);
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        Arguments.of("", SkipReason.UNSAFE_KEY, "it has an empty path component"),
        Arguments.of("/", SkipReason.UNSAFE_KEY, "it begins with '/'"),
        Arguments.of("/etc/passwd", SkipReason.UNSAFE_KEY, "it begins with '/'"),
        Arguments.of("a//b", SkipReason.UNSAFE_KEY, "it has an empty path component"),
        Arguments.of("a/", SkipReason.UNSAFE_KEY, "it has an empty path component"),
        Arguments.of(".", SkipReason.UNSAFE_KEY, "it has the path component '.'"),
        Arguments.of("a/./b", SkipReason.UNSAFE_KEY, "it has the path component '.'"),
        Arguments.of("..", SkipReason.UNSAFE_KEY, "it has the path component '..'"),
        Arguments.of("../../etc/cron.d/x", SkipReason.UNSAFE_KEY, "it has the path component '..'"),
        Arguments.of("a/..", SkipReason.UNSAFE_KEY, "it has the path component '..'"),
        Arguments.of("a\0b", SkipReason.UNSAFE_KEY, "it contains a NUL character"),
        Arguments.of("a/\ud83d", SkipReason.UNSAFE_KEY, "it is not well-formed Unicode"),
        Arguments.of("a\udc0e/b", SkipReason.UNSAFE_KEY, "it is not well-formed Unicode"),
        Arguments.of(
            "a/" + "x".repeat(256),
            SkipReason.NAME_TOO_LONG,
            "a path component has 256 bytes, and a file name has at most 255"),
        Arguments.of(
            "模".repeat(86) + "/a",
            SkipReason.NAME_TOO_LONG,
            "a path component has 258 bytes, and a file name has at most 255"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void aKeyThatCannotBeAPathIsNamedWithTheReason(String key, SkipReason reason, String detail) {
    assertThat(ModelPath.of(key)).isEqualTo(new ModelPath.Unusable(reason, detail));
    assertThatThrownBy(() -> new ModelPath(key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(detail);
  }

  @Test
  void theLongestNameIsCountedInBytes() {
    String name = "模".repeat(85); // 255 bytes.
    assertThat(ModelPath.of(name)).isInstanceOf(ModelPath.Usable.class);
    assertThat(ModelPath.of("x".repeat(255))).isInstanceOf(ModelPath.Usable.class);
  }

  @Test
  void theLongestKeyThatS3AllowsIsAPath() {
    String key = ("x".repeat(255) + "/").repeat(4) + "y"; // 1025 bytes; S3 allows 1024.
    assertThat(ModelPath.of(key)).isInstanceOf(ModelPath.Usable.class);
  }

  @Test
  void aPathKnowsItsParts() {
    ModelPath path = new ModelPath("diffusers/sdxl/unet/config.json");
    assertThat(path.fileName()).isEqualTo("config.json");
    assertThat(path.folder()).isEqualTo("diffusers/sdxl/unet/");
    assertThat(path.components()).containsExactly("diffusers", "sdxl", "unet", "config.json");
    assertThat(path.ancestors())
        .containsExactly(
            new ModelPath("diffusers/sdxl/unet"),
            new ModelPath("diffusers/sdxl"),
            new ModelPath("diffusers"));
    ModelPath atTheRoot = new ModelPath("config.json");
    assertThat(atTheRoot.folder()).isEmpty();
    assertThat(atTheRoot.ancestors()).isEmpty();
  }

  @Test
  void onlyAnIndexInAFolderIsAFolderIndex() {
    assertThat(Samples.file("diffusers/sdxl/model_index.json", 1).isFolderIndex()).isTrue();
    assertThat(Samples.file("model_index.json", 1).isFolderIndex()).isFalse();
    assertThat(Samples.file("diffusers/sdxl/my_model_index.json", 1).isFolderIndex()).isFalse();
  }
}
