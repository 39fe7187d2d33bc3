package io.hydrant.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.LoggerFactory;

/// The lines that a class logs while this is open.
final class RecordedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Logger logger;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private RecordedLog(Class<?> type) {
    this.logger = (Logger) LoggerFactory.getLogger(type);
  }

  static RecordedLog of(Class<?> type) {
    RecordedLog log = new RecordedLog(type);
    log.logger.setLevel(Level.DEBUG);
    log.logger.setAdditive(false);
    log.start();
    log.logger.addAppender(log);
    return log;
  }

  @Override
  protected void append(ILoggingEvent event) {
    lines.add(event.getLevel() + " " + event.getFormattedMessage());
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    logger.setAdditive(true);
    logger.setLevel(null);
  }
}
