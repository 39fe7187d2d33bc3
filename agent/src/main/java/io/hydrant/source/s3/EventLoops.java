package io.hydrant.source.s3;

/// How many event loops the CRT gets.
final class EventLoops {
  /// With TLS, one core moves about a gigabyte per second; half of that leaves room for the rest.
  private static final double GBPS_OF_ONE = 4;

  private static final int LEAST = 2;

  /// As many as models are fetched at once at least.
  private static final int LEAST_WRITING = 8;

  private EventLoops() {}

  /// Of those that write nothing, which live as long as the process.
  static int shared(double gbps) {
    int processors = Runtime.getRuntime().availableProcessors();
    return Math.clamp(wanted(gbps), LEAST, Math.max(LEAST, processors));
  }

  /// Of those that write what they have fetched past the page cache and wait for the disk
  /// meanwhile: more than there are processors.
  static int writing(double gbps) {
    return Math.max(LEAST_WRITING, wanted(gbps));
  }

  private static int wanted(double gbps) {
    return (int) Math.ceil(gbps / GBPS_OF_ONE);
  }
}
