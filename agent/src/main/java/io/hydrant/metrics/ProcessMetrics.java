package io.hydrant.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the process takes of the node: the few numbers that tell a leak or a shortage, under the
/// names that Prometheus clients share.
final class ProcessMetrics {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";

  private ProcessMetrics() {}

  static void register(Meters meters) {
    meters.gauge(Metric.RESIDENT_MEMORY, ProcessMetrics::residentBytes);
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      meters.counter(Metric.CPU_SECONDS, () -> system.getProcessCpuTime() / 1e9);
      meters.gauge(Metric.OPEN_FILES, system::getOpenFileDescriptorCount);
    }
    RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
    meters.gauge(Metric.START_TIME, () -> runtime.getStartTime() / 1000.0);
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    meters.gauge(Metric.JVM_MEMORY, () -> memory.getHeapMemoryUsage().getUsed(), "heap");
    meters.gauge(Metric.JVM_MEMORY, () -> memory.getNonHeapMemoryUsage().getUsed(), "nonheap");
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    meters.gauge(Metric.JVM_THREADS, threads::getThreadCount);
    for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
      meters.timer(Metric.JVM_GC, gc::getCollectionCount, gc::getCollectionTime, gc.getName());
    }
  }

  /// NaN where there is no `/proc`.
  private static double residentBytes() {
    try {
      return residentBytes(Files.readAllLines(STATUS));
    } catch (IOException _) {
      return Double.NaN;
    }
  }

  /// @param status the lines of `/proc/self/status`: `VmRSS: 1234 kB`
  static double residentBytes(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith(RESIDENT))
        .map(line -> line.substring(RESIDENT.length()).replace("kB", "").strip())
        .mapToDouble(kibibytes -> Long.parseLong(kibibytes) * 1024.0)
        .findFirst()
        .orElse(Double.NaN);
  }
}
