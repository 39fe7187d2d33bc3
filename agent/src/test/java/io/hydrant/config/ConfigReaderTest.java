package io.hydrant.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hydrant.catalog.Glob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
  @TempDir Path folder;

  @Test
  void aMissingBucketNamesTheThreeWaysToSetIt() {
    assertThat(report(Map.of(), Map.of()))
        .isEqualTo(
            "The configuration has an error: bucket: it is not set: give --bucket NAME, or set"
                + " HYDRANT_BUCKET, or write 'bucket: NAME' into the file that --config names");
  }

  @Test
  void allThatIsWrongIsInOneReport() throws IOException {
    String yaml = file("reserve: lots\n\nresync-intervall: 10m\n");
    assertThat(
            report(
                Map.of("config", yaml, "concurrency", "0", "prefix", "models"),
                Map.of("HYDRANT_RESYNC_INTERVAL", "10 minutes", "HYDRANT_HTTP_ADDRESS", "9808")))
        .isEqualTo(
            """
            The configuration has 7 errors:
              %1$s, line 3, resync-intervall: there is no such setting; did you mean 'resync-interval'?
              bucket: it is not set: give --bucket NAME, or set HYDRANT_BUCKET, or write 'bucket: NAME' into the file that --config names
              --prefix: 'models' is not a prefix: it must end in '/', as in 'models/'
              %1$s, line 1, reserve: 'lots' is not a size: write a number with an optional unit, for example 512MiB or 20GiB
              --concurrency: '0' is not a whole number from 1 to 1024
              HYDRANT_RESYNC_INTERVAL: '10 minutes' is not a duration: write for example 30s, 10m or 1h30m
              HYDRANT_HTTP_ADDRESS: '9808' is not an address: write HOST:PORT, for example 127.0.0.1:9808 or [::1]:9808\
            """
                .formatted(yaml));
  }

  @Test
  void everyBadElementOfAListIsTold() throws IOException {
    assertThat(report(Map.of("config", file("bucket: models\ninclude: ['loras/{a', 'vae/[b']\n"))))
        .contains("'{' without '}'", "'[' without ']'");
    assertThat(report(Map.of("bucket", "models"), Map.of("HYDRANT_CATEGORY", "a/b,ok,..")))
        .contains("'a/b' is not", "'..' is not");
  }

  @Test
  void theCaBundleOfTheAwsToolsIsTakenWhereNoOtherIsGiven() throws Exception {
    Map<String, String> aws = Map.of("AWS_CA_BUNDLE", "/aws.pem");

    assertThat(caBundle(Map.of("bucket", "models"), aws)).isEqualTo(Path.of("/aws.pem"));
    assertThat(caBundle(Map.of("config", file("bucket: b42\nca-bundle: /file.pem\n")), aws))
        .isEqualTo(Path.of("/file.pem"));
    assertThat(caBundle(Map.of("bucket", "models"), Map.of("AWS_CA_BUNDLE", ""))).isNull();
  }

  private static @Nullable Path caBundle(Map<String, String> flags, Map<String, String> environment)
      throws ConfigException {
    Map<String, List<String>> given = new HashMap<>();
    flags.forEach((name, value) -> given.put(name, List.of(value)));
    return new ConfigReader(given, environment).read().caBundle();
  }

  @Test
  void anUnknownKeyOfTheFileIsAnErrorAndItsValueIsNotPrinted() throws IOException {
    assertThat(report(Map.of("config", file("bucket: b42\naws-secret-access-key: hunter2\n"))))
        .contains("line 2, aws-secret-access-key: there is no such setting")
        .doesNotContain("hunter2")
        .doesNotContain("did you mean");
  }

  @Test
  void aPasswordInAUrlIsRefusedAndNotPrinted() {
    assertThat(report(Map.of("bucket", "models", "s3-endpoint-url", "http://me:hunter2@s3.local/")))
        .contains("--s3-endpoint-url: 'http://***@s3.local/' is not allowed")
        .doesNotContain("hunter2");
    assertThat(report(Map.of("bucket", "models", "queue-url", "http://me:hunter2/x@sqs/")))
        .contains("is not a URL")
        .doesNotContain("hunter2");
    assertThat(report(Map.of("bucket", "models", "queue-url", "http:///q?X-Amz-Signature=hunter2")))
        .contains("is not a URL")
        .doesNotContain("hunter2");
  }

  @Test
  void aKeyGivenTwiceIsAnError() throws IOException {
    assertThat(report(Map.of("config", file("bucket: models\nbucket: other\n"))))
        .contains("line 2", "Duplicate");
  }

  @Test
  void aFileThatIsNotYamlIsToldWithItsLineAndNothingIsSaidToBeMissing() throws IOException {
    assertThat(report(Map.of("config", file("root: /models\n  bucket: [\n"))))
        .startsWith(
            "The configuration has an error: " + folder.resolve("hydrant.yaml") + ", line 2")
        .contains("this is not YAML");
  }

  @Test
  void aFileThatIsNotThereIsTold() {
    String missing = folder.resolve("missing.yaml").toString();
    assertThat(report(Map.of("config", missing)))
        .isEqualTo("The configuration has an error: " + missing + ": there is no such file");
  }

  @Test
  void aFileThatCannotBeReadIsTold() {
    assertThat(report(Map.of("config", folder.toString())))
        .startsWith("The configuration has an error: " + folder + ": it cannot be read");
  }

  @Test
  void aFileOfBytesThatAreNoTextIsTold() throws IOException {
    Path file = Files.write(folder.resolve("hydrant.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThat(report(Map.of("config", file.toString()))).contains(file.toString());
  }

  @Test
  void aFileOfAnotherShapeIsTold() throws IOException {
    assertThat(report(Map.of("config", file("- bucket\n"))))
        .contains("expected lines of the form 'name: value'");
    assertThat(report(Map.of("config", file("bucket: {name: models}\n"))))
        .contains("line 1, bucket: expected a value or a list of values, not a mapping");
    assertThat(report(Map.of("config", file("bucket: models\ninclude: [{a: b}, c]\n"))))
        .contains("line 2, include: expected a value or a list of values");
    assertThat(report(Map.of("config", file("bucket: [one, two]\n"))))
        .contains("bucket: expected one value, not a list");
    assertThat(report(Map.of("config", file("bucket: one\n---\nbucket: two\n"))))
        .contains("a second document begins");
  }

  @Test
  void anEmptyFileAndOneOfCommentsSetNothing() throws Exception {
    for (String text : List.of("", "# nothing yet\n", "---\n")) {
      assertThat(read(Map.of("bucket", "models", "config", file(text))).bucket())
          .isEqualTo("models");
    }
  }

  @Test
  void anEmptyVariableAndANullInTheFileAreAsGoodAsNone() throws Exception {
    AgentConfig config =
        new ConfigReader(
                flags(Map.of("config", file("bucket: models\nqueue-url:\nregion: ~\n"))),
                Map.of("HYDRANT_BUCKET", "", "HYDRANT_ROOT", ""))
            .read();
    assertThat(config.bucket()).isEqualTo("models");
    assertThat(config.queueUrl()).isNull();
    assertThat(config.region()).isNull();
    assertThat(config.root()).hasToString("/comfyui-models");
  }

  @Test
  void anEmptyListOnTheCommandLineTakesBackTheListOfTheEnvironment() throws Exception {
    assertThat(
            new ConfigReader(
                    flags(Map.of("bucket", "models", "include", "")),
                    Map.of("HYDRANT_INCLUDE", "loras/**"))
                .read()
                .include())
        .isEmpty();
    assertThat(read(Map.of("config", file("bucket: models\ncategory: []\n"))).category()).isEmpty();
  }

  @Test
  void aVariableOfAnUnknownNameIsNoError() throws Exception {
    Map<String, String> injectedByKubernetes =
        Map.of("HYDRANT_PORT", "tcp://10.0.0.1:80", "HYDRANT_SERVICE_HOST", "10.0.0.1");
    assertThat(
            new ConfigReader(flags(Map.of("bucket", "models")), injectedByKubernetes)
                .read()
                .bucket())
        .isEqualTo("models");
  }

  @Test
  void numbersAndWordsOfTheFileAreTakenAsTheyAreWritten() throws Exception {
    AgentConfig config =
        read(Map.of("config", file("bucket: 12345\nregion: no\ncategory: [007, 1e3]\n")));
    assertThat(config.bucket()).isEqualTo("12345");
    assertThat(config.region()).isEqualTo("no");
    assertThat(config.category()).extracting(Object::toString).containsExactly("007", "1e3");
  }

  @Test
  void commasWithinBracesBelongToThePattern() throws Exception {
    assertThat(read(Map.of("bucket", "models", "include", "loras/{a,b}*,vae/**")).include())
        .containsExactly(Glob.parse("loras/{a,b}*"), Glob.parse("vae/**"));
  }

  @Test
  void oneSettingIsReadWithoutTheOthersBeingThere() throws Exception {
    ConfigReader reader =
        new ConfigReader(Map.of(), Map.of("HYDRANT_ROOT", "/mnt", "HYDRANT_RESERVE", "lots"));
    assertThat(reader.read(Settings.ROOT)).isEqualTo(Path.of("/mnt"));
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> reader.read(Settings.RESERVE))
        .withMessageContaining("HYDRANT_RESERVE");
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("hydrant.yaml"), text).toString();
  }

  private static AgentConfig read(Map<String, String> flags) throws ConfigException {
    return new ConfigReader(flags(flags), Map.of()).read();
  }

  private static String report(Map<String, String> flags) {
    return report(flags, Map.of());
  }

  private static String report(Map<String, String> flags, Map<String, String> environment) {
    ConfigException failure =
        assertThatExceptionOfType(ConfigException.class)
            .isThrownBy(() -> new ConfigReader(flags(flags), environment).read())
            .actual();
    return String.valueOf(failure.getMessage());
  }

  private static Map<String, List<String>> flags(Map<String, String> flags) {
    Map<String, List<String>> lists = new HashMap<>();
    flags.forEach((name, text) -> lists.put(name, List.of(text)));
    return lists;
  }
}
