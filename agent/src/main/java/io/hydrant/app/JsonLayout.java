package io.hydrant.app;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.io.StringWriter;
import java.util.List;
import org.slf4j.event.KeyValuePair;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A log line for a machine: one JSON object with `time`, `level`, `message`, the values that the
/// line was given, `logger`, `thread`, and the stack trace as `error` where there is one.
///
/// Logback's own encoder writes a dozen fields more and the message unformatted.
final class JsonLayout extends LayoutBase<ILoggingEvent> {
  private final JsonFactory json = new JsonFactory();
  private final ThrowableProxyConverter stackTrace = new ThrowableProxyConverter();

  @Override
  public void start() {
    stackTrace.start();
    super.start();
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    StringWriter line = new StringWriter();
    try (JsonGenerator generator = json.createGenerator(ObjectWriteContext.empty(), line)) {
      generator.writeStartObject();
      generator.writeStringProperty("time", event.getInstant().toString());
      generator.writeStringProperty("level", event.getLevel().toString());
      generator.writeStringProperty("message", event.getFormattedMessage());
      List<KeyValuePair> values = event.getKeyValuePairs();
      if (values != null) {
        values.forEach(pair -> write(generator, pair));
      }
      generator.writeStringProperty("logger", event.getLoggerName());
      generator.writeStringProperty("thread", event.getThreadName());
      if (event.getThrowableProxy() != null) {
        generator.writeStringProperty("error", stackTrace.convert(event));
      }
      generator.writeEndObject();
    }
    return line.append('\n').toString();
  }

  private static void write(JsonGenerator generator, KeyValuePair pair) {
    switch (pair.value) {
      case Long number -> generator.writeNumberProperty(pair.key, number);
      case Integer number -> generator.writeNumberProperty(pair.key, number);
      case Double number -> generator.writeNumberProperty(pair.key, number);
      case null, default -> generator.writeStringProperty(pair.key, String.valueOf(pair.value));
    }
  }
}
