package io.hydrant.localcloud;

import java.nio.file.Path;

/// What a local cloud is started with.
///
/// @param directory holds the buckets, a folder each; made where it is missing, and left as it is
///   at the end
/// @param s3Port 0 for any free one, as the other ports
public record LocalCloudOptions(Path directory, int s3Port, int sqsPort, int snsPort) {
  public LocalCloudOptions {
    requirePort("s3Port", s3Port);
    requirePort("sqsPort", sqsPort);
    requirePort("snsPort", snsPort);
  }

  /// With any free ports.
  public static LocalCloudOptions in(Path directory) {
    return new LocalCloudOptions(directory, 0, 0, 0);
  }

  private static void requirePort(String name, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(name + " is a port from 0 to 65535, not " + port);
    }
  }
}
