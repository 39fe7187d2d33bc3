package io.hydrant.testing.disk;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RealDiskTest extends DiskContract {
  @TempDir private Path folder;

  @Override
  Path folder() {
    return folder;
  }
}
