package io.hydrant.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.hydrant.config.LogFormat;
import io.hydrant.config.LogLevel;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sets the log up: everything goes to standard error, so that standard output holds answers only.
public final class Logging {
  private Logging() {}

  /// Makes the log look so from now on.
  ///
  /// @param colors whether levels are colored in text lines
  public static void configure(LogFormat format, LogLevel level, boolean colors) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      configure(context, format, level, colors, System.err);
    }
  }

  static void configure(
      LoggerContext context,
      LogFormat format,
      LogLevel level,
      boolean colors,
      OutputStream target) {
    context.reset();
    Layout<ILoggingEvent> layout =
        switch (format) {
          case TEXT -> new TextLayout(ZoneId.systemDefault(), colors);
          case JSON -> new JsonLayout();
        };
    layout.setContext(context);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(layout);
    encoder.start();
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.setOutputStream(new Unclosed(target));
    appender.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    // Libraries are heard from WARN on whatever the level is: what the AWS SDK writes below that
    // holds signatures.
    root.setLevel(level == LogLevel.ERROR ? Level.ERROR : Level.WARN);
    // While the API is away its client warns with a stack trace at each retry; we say it once.
    context.getLogger("io.fabric8.kubernetes.client.informers").setLevel(Level.ERROR);
    context.getLogger("io.hydrant").setLevel(Level.valueOf(level.name()));
  }

  /// Standard error does not end with the appender that writes to it: the next one does too.
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream target) {
      super(target);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
