package io.hydrant.localcloud;

/// The log of this module's own processes: warnings only, on standard error.
public final class QuietLog {
  private QuietLog() {}

  /// Must come before the first logger is made; a configuration that the caller of the process
  /// names wins.
  public static void configure() {
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "io/hydrant/localcloud/logback.xml");
    }
  }
}
