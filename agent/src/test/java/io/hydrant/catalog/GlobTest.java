package io.hydrant.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {

  private static boolean matches(String glob, String path) {
    return Glob.parse(glob).matches(new ModelPath(path));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "loras/*            | loras/a.safetensors",
        "loras/*            | loras/.hidden",
        "loras/**           | loras/a",
        "loras/**           | loras/a/b/c",
        "**                 | a/b/c",
        "**/*.safetensors   | a.safetensors",
        "**/*.safetensors   | a/b.safetensors",
        "**/*.safetensors   | a/b/c.safetensors",
        "a/**/b             | a/b",
        "a/**/b             | a/x/y/b",
        "{loras,vae}/**/x   | vae/x",
        "{**/x,y}           | x",
        "{**/x,y}           | a/x",
        "a**/b              | ax/b",
        "a**/b              | a/x/b",
        "*.{bin,pt{,h}}     | a.pth",
        "*.{bin,pt{,h}}     | a.pt",
        "v[0-9]?.bin        | v15.bin",
        "[!a]               | b",
        "[^a]               | ^",
        "[a^]               | ^",
        "[a-]               | -",
        "[&&a]              | &",
        "[\\]               | \\",
        "[[]                | [",
        "a\\*b              | a*b",
        "a\\                | a\\",
        "a}                 | a}",
        "a,b                | a,b",
        "'(a|b)+$.'         | '(a|b)+$.'",
        "模*                | 模型",
        "?                  | 🐎",
        "🐎                 | 🐎",
        "loras/🐎*          | loras/🐎.safetensors",
        "[🐎🐴]             | 🐴",
        "{🐎,🐴}            | 🐎",
      })
  void aPatternMatches(String glob, String path) {
    assertThat(matches(glob, path)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "loras/*            | loras/a/b",
        "loras/**           | loras",
        "loras/**           | xloras/a",
        "*                  | a/b",
        "?                  | ab",
        "a?b                | a/b",
        "a[!x]b             | a/b",
        "a[.-0]b            | a/b",
        "a**/b              | ab",
        "**/b               | ab",
        "*.SAFETENSORS      | a.safetensors",
        "a.b                | axb",
        "a\\*b              | axb",
        "[!a]               | a",
        "{a,b}              | c",
        "a                  | a/b",
      })
  void aPatternDoesNotMatch(String glob, String path) {
    assertThat(matches(glob, path)).isFalse();
  }

  @Test
  void aLineBreakIsACharacterLikeAnyOther() {
    assertThat(matches("a*", "a\nb")).isTrue();
    assertThat(matches("a?b", "a\nb")).isTrue();
    assertThat(matches("**", "a\n/b")).isTrue();
    assertThat(matches("a", "a\n")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{a", "{a,{b}", "[a", "[", "[]", "[!]", "[z-a]"})
  void whatIsNoPatternIsRefused(String text) {
    assertThatThrownBy(() -> Glob.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("glob pattern");
  }

  @Test
  void patternsAreEqualByTheirText() {
    assertThat(Glob.parse("a*")).isEqualTo(Glob.parse("a*")).hasSameHashCodeAs(Glob.parse("a*"));
    assertThat(Glob.parse("a*")).isNotEqualTo(Glob.parse("a**")).hasToString("a*");
  }

  /// The JDK's globs know neither nested braces nor a `**/` that matches no folder; without these
  /// both must agree.
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
  void aPatternMatchesWhatTheJdksMatcherMatches(long seed) {
    Random random = new Random(seed);
    int matched = 0;
    for (int i = 0; i < 400; i++) {
      String glob = randomGlob(random);
      Glob ours = Glob.parse(glob);
      PathMatcher jdk = FileSystems.getDefault().getPathMatcher("glob:" + glob);
      for (int j = 0; j < 40; j++) {
        String path = randomPath(random);
        boolean expected = jdk.matches(Path.of(path));
        matched += expected ? 1 : 0;
        assertThat(ours.matches(new ModelPath(path)))
            .as("'%s' on '%s'", glob, path)
            .isEqualTo(expected);
      }
    }
    assertThat(matched).as("a comparison that never matches shows nothing").isGreaterThan(400);
  }

  private static String randomGlob(Random random) {
    List<String> pieces =
        List.of(
            "a", "b", "c", ".", "-", "+", "$", "(", "\\{", "\\*", "*", "*", "?", "?", "/", "/",
            "[ab]", "[!a]", "[a-c]", "[-b]", "[.*]", "{a,bc}", "{*,b}", "{a,}", "**c");
    StringBuilder glob = new StringBuilder();
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      String piece = pieces.get(random.nextInt(pieces.size()));
      boolean wouldMakeDoubleStarSlash =
          glob.toString().endsWith("*") && (piece.startsWith("*") || piece.startsWith("{*"));
      glob.append(wouldMakeDoubleStarSlash ? "a" : piece);
    }
    return glob.toString();
  }

  private static String randomPath(Random random) {
    String alphabet = "aabbcc.-+$({*";
    StringBuilder path = new StringBuilder();
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      path.append(path.isEmpty() ? "" : "/");
      for (int j = 1 + random.nextInt(3); j > 0; j--) {
        path.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
    }
    return ModelPath.of(path.toString()) instanceof ModelPath.Usable ? path.toString() : "a";
  }
}
