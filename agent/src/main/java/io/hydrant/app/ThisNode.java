package io.hydrant.app;

import com.sun.management.OperatingSystemMXBean;
import io.hydrant.catalog.ByteSize;
import io.hydrant.config.NodeClass;
import io.hydrant.config.TransferConfig;
import io.hydrant.config.TransferLimits;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the node that the process runs on gives to transfers.
final class ThisNode {
  private ThisNode() {}

  /// As the JVM sees it: limits of a container count.
  static NodeClass nodeClass() {
    return new NodeClass(
        Runtime.getRuntime().availableProcessors(),
        new ByteSize(
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize()));
  }

  /// `engine crt, 10 Gbit/s, 8 models at a time (set), 256.0 MiB of native memory, no rate limit,
  /// as the node has 2 cores and 8.0 GiB`.
  static String describe(NodeClass node, TransferConfig config) {
    TransferLimits limits = config.on(node);
    return String.format(
        Locale.ROOT,
        "engine %s, %s Gbit/s%s, %s at a time%s, %s of native memory%s, %s, as the node has %s and"
            + " %s",
        config.engine().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        limits.targetThroughput(),
        note(config.targetThroughput()),
        Words.count(limits.concurrency(), "model"),
        note(config.concurrency()),
        limits.memoryLimit(),
        note(config.memoryLimit()),
        limits.rateLimit() == null
            ? "no rate limit"
            : Words.rate(limits.rateLimit().bytes()) + " on average",
        Words.count(node.cores(), "core"),
        node.memory());
  }

  private static String note(@Nullable Object setting) {
    return setting == null ? "" : " (set)";
  }
}
