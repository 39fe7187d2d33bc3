package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import io.hydrant.config.Setting;
import io.hydrant.config.Settings;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTreeTest {
  private final Console console = new Console();

  @Test
  void withoutACommandTheUsageIsShownAndItIsAnError() {
    assertThat(console.run()).isEqualTo(2);
    assertThat(console.err()).contains("run ", "plan ", "status ", "verify ", "version ");
    assertThat(console.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "plan", "status", "verify", "version"})
  void everyCommandHasAHelpOfEightyColumnsWithItsExitCodes(String command) {
    assertThat(console.run(command, "--help")).isZero();
    assertThat(console.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
    assertThat(console.out()).contains("Exit codes:", "0   done", "3   ");
    assertThat(console.err()).isEmpty();
  }

  @Test
  void theHelpOfRunTellsEverySettingWithVariableAndDefault() {
    console.run("run", "--help");
    String help = console.out().replaceAll("\\s+", " ");
    assertThat(Settings.ALL)
        .allSatisfy(setting ->
            assertThat(help)
                .contains(
                    setting.flag(), setting.variable() + ". ", setting.theme().title() + ":"));
    assertThat(Settings.ALL)
        .filteredOn(setting -> !setting.equals(Settings.CATEGORY))
        .extracting(Setting::description)
        .allSatisfy(description -> assertThat(help).contains(description));
    assertThat(help).contains("HYDRANT_BUCKET. Required.", "HYDRANT_RESERVE. Default: 1GiB.");
  }

  @Test
  void versionIsACommandAndAFlag() {
    assertThat(console.run("version")).isZero();
    assertThat(console.out()).startsWith("hydrant ").contains("Java 25");
    Console other = new Console();
    assertThat(other.run("--version")).isZero();
    assertThat(other.out()).isEqualTo(console.out());
  }

  @Test
  void anUnknownCommandOrFlagIsAUsageErrorWithAHint() {
    assertThat(console.run("hydrate")).isEqualTo(2);
    assertThat(console.err()).contains("'hydrate'", "'hydrant --help' says what there is.");
    Console other = new Console();
    assertThat(other.run("run", "--bukcet", "models")).isEqualTo(2);
    assertThat(other.err()).contains("--bukcet", "--bucket");
    assertThat(other.started()).isEmpty();
  }

  @Test
  void flagsAndVariablesReachTheAgent() {
    console.with("HYDRANT_RESERVE", "2GiB");
    int code =
        console.run(
            "run", "--bucket=models", "--include", "a,b", "--include=c{d,e}", "--replace-foreign");
    assertThat(code).isZero();
    assertThat(console.started())
        .singleElement()
        .satisfies(config -> {
          assertThat(config.bucket()).isEqualTo("models");
          assertThat(config.reserve()).isEqualTo(ByteSize.ofGibibytes(2));
          assertThat(config.include())
              .extracting(Object::toString)
              .containsExactly("a", "b", "c{d,e}");
          assertThat(config.replaceForeign()).isTrue();
        });
  }

  @Test
  void aSwitchCanBeTurnedOff() {
    console.with("HYDRANT_REPLACE_FOREIGN", "true");
    console.run("run", "--bucket=models", "--replace-foreign=false");
    assertThat(console.started().getFirst().replaceForeign()).isFalse();
  }

  @Test
  void theConfigurationsFaultsAreToldAndNothingIsStarted() {
    assertThat(console.run("run", "--concurrency", "no", "--prefix", "x")).isEqualTo(2);
    assertThat(console.err())
        .startsWith("The configuration has 3 errors:")
        .contains("bucket: it is not set", "--concurrency: 'no'", "--prefix: 'x'");
    assertThat(console.started()).isEmpty();
  }

  @Test
  void aFlagGivenTwiceIsAUsageError() {
    assertThat(console.run("run", "--bucket=models", "--bucket=other")).isEqualTo(2);
    assertThat(console.err()).contains("--bucket");
  }

  @Test
  void aFailureIsOneSentenceWithoutAStackTrace() {
    console.failing(new IOException("the bucket 'models' does not exist: check --bucket"));
    assertThat(console.run("run", "--bucket=models")).isEqualTo(1);
    assertThat(console.err())
        .isEqualTo("hydrant: the bucket 'models' does not exist: check --bucket\n");
  }

  @Test
  void aFailureOfTheJdkSaysWhatHappenedToTheFile() {
    console.failing(new AccessDeniedException("/comfyui-models"));
    assertThat(console.run("run", "--bucket=models")).isEqualTo(1);
    assertThat(console.err()).isEqualTo("hydrant: AccessDeniedException: /comfyui-models\n");
  }

  @Test
  void whoDebugsSeesTheStackTrace() {
    console.failing(new IOException("no")).with("HYDRANT_LOG_LEVEL", "debug");
    assertThat(console.run("run", "--bucket=models")).isEqualTo(1);
    assertThat(console.err()).startsWith("hydrant: no\njava.io.IOException: no\n\tat ");
  }

  @Test
  void aFaultOfHydrantItselfIsCalledSo() {
    console.failing(new IllegalStateException("impossible"));
    assertThat(console.run("plan", "--bucket=models")).isEqualTo(1);
    assertThat(console.err())
        .contains("a fault of Hydrant itself", "impossible", "--log-level debug")
        .doesNotContain("\tat ");
  }

  @Test
  void aCommandThatIsInterruptedFails() {
    console.failing(new InterruptedException());
    assertThat(console.run("run", "--bucket=models")).isEqualTo(1);
    assertThat(console.err()).isEqualTo("hydrant: interrupted\n");
  }
}
