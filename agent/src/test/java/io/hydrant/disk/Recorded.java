package io.hydrant.disk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// What the real tools printed: util-linux 2.38.1 on loop devices, and mdadm 4.2 in a virtual
/// machine with two NVMe disks.
final class Recorded {
  private Recorded() {}

  static String output(String name) {
    try (InputStream stream =
        Objects.requireNonNull(Recorded.class.getResourceAsStream(name), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
