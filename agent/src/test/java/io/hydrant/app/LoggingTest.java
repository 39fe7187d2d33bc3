package io.hydrant.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.hydrant.config.LogFormat;
import io.hydrant.config.LogLevel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LoggingTest {
  private final LoggerContext context = new LoggerContext();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  LoggingTest() {
    context.setMDCAdapter(new LogbackMDCAdapter());
  }

  @Test
  void aTextLineIsTimeLevelMessage() {
    Logger log = logger(LogFormat.TEXT, LogLevel.INFO, false);
    log.info("published {}", "loras/模型 🐎.safetensors");
    log.warn("careful");
    assertThat(lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .matches("\\d\\d:\\d\\d:\\d\\d INFO  published loras/模型 🐎.safetensors"),
            line -> assertThat(line).matches("\\d\\d:\\d\\d:\\d\\d WARN  careful"));
  }

  @Test
  void settingItUpAgainDoesNotCloseWhatItWritesTo() {
    AtomicBoolean closed = new AtomicBoolean();
    OutputStream stream =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed.set(true);
          }
        };
    Logging.configure(context, LogFormat.TEXT, LogLevel.INFO, false, stream);
    Logging.configure(context, LogFormat.JSON, LogLevel.INFO, false, stream);
    assertThat(closed).isFalse();
  }

  @Test
  void onlyTheLevelIsColored() {
    logger(LogFormat.TEXT, LogLevel.INFO, true).warn("careful");
    logger(LogFormat.TEXT, LogLevel.INFO, true).info("fine");
    assertThat(lines().getFirst()).contains("\u001b[33mWARN \u001b[0m careful");
    assertThat(lines().getLast()).doesNotContain("\u001b");
  }

  @Test
  void aKeyCannotForgeALineOrReachTheTerminal() {
    logger(LogFormat.TEXT, LogLevel.INFO, false).info("removed {}", "a\n12:00:00 ERROR b\u001b[2J");
    assertThat(lines())
        .singleElement()
        .asString()
        .endsWith("removed a\\u000a12:00:00 ERROR b\\u001b[2J");
  }

  @Test
  void aJsonLineHasWhatTheLineWasGiven() {
    logger(LogFormat.JSON, LogLevel.INFO, false)
        .atInfo()
        .addKeyValue("model", "a\"b\nc")
        .addKeyValue("bytes", 5L)
        .log("published {}", "a\"b\nc");
    JsonNode json = new JsonMapper().readTree(lines().getFirst());
    assertThat(lines()).hasSize(1);
    assertThat(json.propertyNames())
        .containsExactly("time", "level", "message", "model", "bytes", "logger", "thread");
    assertThat(json.get("message").asString()).isEqualTo("published a\"b\nc");
    assertThat(json.get("model").asString()).isEqualTo("a\"b\nc");
    assertThat(json.get("bytes").asLong()).isEqualTo(5);
    assertThat(json.get("time").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
  }

  @Test
  void aFailureHasItsStackTraceInBothForms() {
    IOException failure = new IOException("gone");
    logger(LogFormat.TEXT, LogLevel.INFO, false).error("stopped", failure);
    assertThat(lines())
        .contains("java.io.IOException: gone")
        .anyMatch(line -> line.contains("at " + LoggingTest.class.getName()));
    output.reset();
    logger(LogFormat.JSON, LogLevel.INFO, false).error("stopped", failure);
    assertThat(new JsonMapper().readTree(lines().getFirst()).get("error").asString())
        .startsWith("java.io.IOException: gone");
  }

  @Test
  void theLevelIsThatOfHydrantAndLibrariesAreHeardFromWarningsOn() {
    logger(LogFormat.TEXT, LogLevel.DEBUG, false);
    Logger sdk = context.getLogger("software.amazon.awssdk.request");
    sdk.debug("Authorization: AWS4-HMAC-SHA256 Signature=hunter2");
    sdk.info("retrying");
    sdk.warn("careful");
    context.getLogger("io.hydrant.sync.Loop").debug("listing");
    assertThat(lines())
        .extracting(line -> line.substring(9))
        .containsExactly("WARN  careful", "DEBUG listing");

    output.reset();
    logger(LogFormat.TEXT, LogLevel.ERROR, false).warn("careful");
    sdk.warn("careful");
    assertThat(output.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void theWatchOfTheKubernetesClientIsNotHeardRetrying() {
    logger(LogFormat.TEXT, LogLevel.DEBUG, false);
    context
        .getLogger("io.fabric8.kubernetes.client.informers.impl.cache.Reflector")
        .warn("listSyncAndWatch failed, will retry");
    assertThat(output.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  private Logger logger(LogFormat format, LogLevel level, boolean colors) {
    Logging.configure(context, format, level, colors, output);
    return context.getLogger("io.hydrant.Some");
  }

  private List<String> lines() {
    return output.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
