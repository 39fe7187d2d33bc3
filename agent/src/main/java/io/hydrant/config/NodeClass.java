package io.hydrant.config;

import io.hydrant.catalog.ByteSize;

/// What a node has that transfers can use, and what follows from it where nothing is set.
///
/// The network's rate is not to be had for nothing: the driver of EC2's network cards tells none,
/// and the instance metadata give the name of the instance type only. So it is guessed from the
/// cores, as the sizes of one GPU family grow together; `target-throughput` sets it right.
///
/// @param cores what the process may use
/// @param memory what the process may use: the node's, or its container's limit
public record NodeClass(int cores, ByteSize memory) {
  /// The CRT refuses much less.
  public static final ByteSize LEAST_MEMORY_LIMIT = ByteSize.ofMebibytes(256);

  /// A part of 8 MiB on every connection, a connection for 0.4 Gbit/s, and a quarter more.
  private static final double MEBIBYTES_PER_GBPS = 25;

  /// 1 GiB of a node of 32 GiB.
  private static final int SHARE_OF_MEMORY = 32;

  private static final int LEAST_CONCURRENCY = 8;
  private static final int MOST_CONCURRENCY = 32;

  public NodeClass {
    if (cores < 1 || memory.isZero()) {
      throw new IllegalArgumentException(cores + " cores and " + memory + " are no node");
    }
  }

  /// In gigabits per second: what the instances of EC2's G families of so many cores are sold with.
  double targetThroughput() {
    if (cores <= 8) {
      return 10;
    }
    if (cores <= 32) {
      return 25;
    }
    if (cores <= 64) {
      return 40;
    }
    return cores <= 128 ? 50 : 100;
  }

  /// How many models are fetched at the same time: a core is busy with the reading back of one or
  /// two.
  int concurrency() {
    return Math.clamp(2L * cores, LEAST_CONCURRENCY, MOST_CONCURRENCY);
  }

  /// The native memory that a network of a rate needs, as far as the node has it.
  ByteSize memoryLimit(double gbps) {
    ByteSize wanted = ByteSize.ofMebibytes(Math.round(MEBIBYTES_PER_GBPS * gbps));
    ByteSize most = new ByteSize(memory.bytes() / SHARE_OF_MEMORY);
    ByteSize limit = wanted.compareTo(most) < 0 ? wanted : most;
    return limit.compareTo(LEAST_MEMORY_LIMIT) < 0 ? LEAST_MEMORY_LIMIT : limit;
  }
}
