package io.hydrant.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Glob;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.Selection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentConfigTest {
  private static final String YAML =
      """
      bucket: models
      prefix: comfyui/
      region: eu-central-1
      queue-url: https://sqs.eu-central-1.amazonaws.com/1/node
      topic-arn: arn:aws:sns:eu-central-1:123456789012:models-events
      cluster: prod
      instance-id: i-0abc
      queue-prefix: models
      s3-endpoint-url: http://127.0.0.1:9000
      sqs-endpoint-url: http://127.0.0.1:9324
      sns-endpoint-url: http://127.0.0.1:9325
      ca-bundle: /etc/ca.pem
      s3-path-style: false
      include: ["loras/**", "vae/{a,b}*"]
      exclude:
        - "**/*.tmp"
      priority: loras/x*
      root: /mnt/models
      category: [loras, vae]
      reserve: 20GiB
      disk-check-interval: 5s
      replace-foreign: true
      concurrency: 3
      engine: transfer-manager
      target-throughput: 25
      memory-limit: 1GiB
      rate-limit: 200MiB
      resync-interval: 1h30m
      max-delete-share: 0.25
      max-delete-count: 4
      delete-grace: 5m
      comfyui-url: ["http://127.0.0.1:8188"]
      critical: [checkpoints/*, "vae/**"]
      kubernetes: "off"
      node-name: node-a
      startup-taint: example.com/wait
      condition-only: true
      hydration-deadline: 30m
      deadline-action: fail-open
      http-address: 0.0.0.0:8080
      log-format: json
      log-level: debug
      """;

  private static final AgentConfig EVERYTHING =
      new AgentConfig(
          "models",
          "comfyui/",
          "eu-central-1",
          URI.create("https://sqs.eu-central-1.amazonaws.com/1/node"),
          new AgentConfig.OwnQueue(
              "arn:aws:sns:eu-central-1:123456789012:models-events", "prod", "i-0abc", "models"),
          URI.create("http://127.0.0.1:9000"),
          URI.create("http://127.0.0.1:9324"),
          URI.create("http://127.0.0.1:9325"),
          Path.of("/etc/ca.pem"),
          false,
          List.of(Glob.parse("loras/**"), Glob.parse("vae/{a,b}*")),
          List.of(Glob.parse("**/*.tmp")),
          List.of(Glob.parse("loras/x*")),
          Path.of("/mnt/models"),
          List.of(new ModelPath("loras"), new ModelPath("vae")),
          ByteSize.ofGibibytes(20),
          Duration.ofSeconds(5),
          true,
          new TransferConfig(
              TransferEngine.TRANSFER_MANAGER,
              3,
              25.0,
              ByteSize.ofGibibytes(1),
              ByteSize.ofMebibytes(200)),
          Duration.ofMinutes(90),
          0.25,
          4,
          Duration.ofMinutes(5),
          List.of(URI.create("http://127.0.0.1:8188")),
          new KubernetesConfig(
              List.of(Glob.parse("checkpoints/*"), Glob.parse("vae/**")),
              KubernetesMode.OFF,
              "node-a",
              "example.com/wait",
              true,
              Duration.ofMinutes(30),
              DeadlineAction.FAIL_OPEN),
          InetSocketAddress.createUnresolved("0.0.0.0", 8080),
          LogFormat.JSON,
          LogLevel.DEBUG);

  /// What [#YAML] says, as flags.
  private static final Map<String, List<String>> FLAGS =
      YAML.replace("\n  - ", " ")
          .lines()
          .map(line -> line.split(": ?", 2))
          .collect(
              Collectors.toUnmodifiableMap(
                  part -> part[0],
                  part ->
                      part[1].startsWith("[")
                          ? Stream.of(part[1].replaceAll("[\\[\\]\"]", "").split(", ")).toList()
                          : List.of(part[1].replace("\"", ""))));

  @Test
  void theDefaultsAreTheDocumentedOnes() throws ConfigException {
    assertThat(new ConfigReader(Map.of("bucket", List.of("models")), Map.of()).read())
        .isEqualTo(
            new AgentConfig(
                "models",
                "",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                List.of(),
                List.of(),
                List.of(),
                Path.of("/comfyui-models"),
                Stream.of(
                        "checkpoints",
                        "configs",
                        "loras",
                        "vae",
                        "text_encoders",
                        "clip",
                        "diffusion_models",
                        "unet",
                        "clip_vision",
                        "style_models",
                        "embeddings",
                        "diffusers",
                        "vae_approx",
                        "controlnet",
                        "t2i_adapter",
                        "gligen",
                        "upscale_models",
                        "hypernetworks",
                        "photomaker",
                        "classifiers",
                        "model_patches",
                        "audio_encoders",
                        "latent_upscale_models",
                        "background_removal",
                        "frame_interpolation",
                        "geometry_estimation",
                        "optical_flow",
                        "detection")
                    .map(ModelPath::new)
                    .toList(),
                ByteSize.ofGibibytes(1),
                Duration.ofSeconds(30),
                false,
                new TransferConfig(TransferEngine.CRT, null, null, null, null),
                Duration.ofMinutes(10),
                0.5,
                10,
                Duration.ZERO,
                List.of(),
                new KubernetesConfig(
                    List.of(),
                    KubernetesMode.AUTO,
                    null,
                    "hydrant.dev/models-not-ready",
                    false,
                    Duration.ofHours(1),
                    DeadlineAction.FAIL_CLOSED),
                InetSocketAddress.createUnresolved("127.0.0.1", 9808),
                LogFormat.TEXT,
                LogLevel.INFO));
  }

  @Test
  void theExamplesNameEverySetting() {
    assertThat(FLAGS.keySet())
        .containsExactlyInAnyOrderElementsOf(Settings.ALL.stream().map(Setting::name).toList());
  }

  @Test
  void everySettingCanBeAFlag() throws ConfigException {
    assertThat(new ConfigReader(FLAGS, Map.of()).read()).isEqualTo(EVERYTHING);
  }

  @Test
  void everySettingCanBeAVariable() throws ConfigException {
    Map<String, String> environment = new HashMap<>();
    Settings.ALL.forEach(setting ->
        environment.put(
            setting.variable(), String.join(",", FLAGS.getOrDefault(setting.name(), List.of()))));
    assertThat(new ConfigReader(Map.of(), environment).read()).isEqualTo(EVERYTHING);
  }

  @Test
  void everySettingCanBeALineOfTheFile(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("hydrant.yaml"), YAML);
    assertThat(new ConfigReader(Map.of("config", List.of(file.toString())), Map.of()).read())
        .isEqualTo(EVERYTHING);
  }

  @Test
  void aFlagBeatsTheVariableAndTheVariableBeatsTheFile(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("hydrant.yaml"),
            """
            bucket: from-file
            region: from-file
            concurrency: 1
            """);
    AgentConfig config =
        new ConfigReader(
                Map.of("concurrency", List.of("3")),
                Map.of(
                    "HYDRANT_CONFIG", file.toString(),
                    "HYDRANT_REGION", "from-environment",
                    "HYDRANT_CONCURRENCY", "2"))
            .read();
    assertThat(config.bucket()).isEqualTo("from-file");
    assertThat(config.region()).isEqualTo("from-environment");
    assertThat(config.transfer().concurrency()).isEqualTo(3);
  }

  @Test
  void pathStyleFollowsTheEndpointUnlessItIsSet() throws ConfigException {
    Map<String, List<String>> bucket = Map.of("bucket", List.of("models"));
    Map<String, String> endpoint = Map.of("HYDRANT_S3_ENDPOINT_URL", "http://127.0.0.1:9000");
    assertThat(new ConfigReader(bucket, Map.of()).read().s3PathStyle()).isFalse();
    assertThat(new ConfigReader(bucket, endpoint).read().s3PathStyle()).isTrue();
    assertThat(
            new ConfigReader(
                    Map.of("bucket", List.of("models"), "s3-path-style", List.of("false")),
                    endpoint)
                .read()
                .s3PathStyle())
        .isFalse();
  }

  @Test
  void toReportOnANodeTakesItsName() {
    assertThatThrownBy(() ->
            new ConfigReader(
                    Map.of("bucket", List.of("models"), "kubernetes", List.of("on")), Map.of())
                .read())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("node-name: it is not set, and kubernetes is 'on'")
        .hasMessageContaining("HYDRANT_NODE_NAME (fieldPath: spec.nodeName)");
  }

  @Test
  void theSelectionIsMadeOfPrefixAndPatternsAndTheCriticalOnesComeFirst() {
    assertThat(EVERYTHING.selection())
        .isEqualTo(
            new Selection(
                "comfyui/",
                EVERYTHING.include(),
                EVERYTHING.exclude(),
                List.of(
                    Glob.parse("checkpoints/*"), Glob.parse("vae/**"), Glob.parse("loras/x*"))));
  }
}
