package io.hydrant.app;

/// Which Hydrant this is.
public final class Version {
  private Version() {}

  /// From the jar's manifest; `development` when it runs from class files.
  public static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
