package io.hydrant.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// A log line for a person: time, level, message.
final class TextLayout extends LayoutBase<ILoggingEvent> {
  private static final String YELLOW = "\u001b[33m";
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";

  private final DateTimeFormatter time;
  private final boolean colors;
  private final ThrowableProxyConverter stackTrace = new ThrowableProxyConverter();

  /// @param zone of the times
  TextLayout(ZoneId zone, boolean colors) {
    this.time = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(zone);
    this.colors = colors;
  }

  @Override
  public void start() {
    stackTrace.start();
    super.start();
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    String color = color(event.getLevel());
    return time.format(event.getInstant())
        + " "
        + color
        + String.format("%-5s", event.getLevel())
        + (color.isEmpty() ? "" : PLAIN)
        + " "
        + Words.printable(event.getFormattedMessage())
        + "\n"
        + stackTrace.convert(event);
  }

  private String color(Level level) {
    if (!colors || !level.isGreaterOrEqual(Level.WARN)) {
      return "";
    }
    return level.isGreaterOrEqual(Level.ERROR) ? RED : YELLOW;
  }
}
