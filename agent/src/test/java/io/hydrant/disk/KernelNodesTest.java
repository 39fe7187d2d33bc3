package io.hydrant.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class KernelNodesTest {
  private final KernelNodes nodes = new KernelNodes();

  @TempDir Path directory;

  @Test
  void onlyBlockDevicesHaveANumber() throws Exception {
    assertThat(nodes.numberOf(Files.createFile(directory.resolve("file")))).isNull();
    assertThat(nodes.numberOf(Path.of("/dev/null"))).isNull();
    assertThat(nodes.numberOf(directory.resolve("missing"))).isNull();
  }

  @Test
  void whatCannotBeOpenedCannotBeHeld() {
    assertThatThrownBy(() -> nodes.hold(directory.resolve("missing")))
        .isInstanceOf(DiskException.class)
        .hasMessageContaining("error 2");
  }

  @Test
  void aHoldIsLetGo() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    long before = openDescriptors();
    try (DeviceNodes.Hold _ = nodes.hold(file)) {
      assertThat(openDescriptors()).isEqualTo(before + 1);
    }
    assertThat(openDescriptors()).isEqualTo(before);
  }

  private long openDescriptors() throws Exception {
    Path real = directory.toRealPath();
    try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(link -> targetOf(link).startsWith(real)).count();
    }
  }

  private static Path targetOf(Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (java.io.IOException _) {
      return link;
    }
  }
}
