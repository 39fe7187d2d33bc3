package io.hydrant.app;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.hydrant.config.LogFormat;
import io.hydrant.config.LogLevel;

/// How the log looks until [Logging#configure] is called, and in commands that never call it.
/// Logback finds it as a service and so looks for no configuration file.
public final class DefaultLogging extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    Logging.configure(context, LogFormat.TEXT, LogLevel.WARN, false, System.err);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
