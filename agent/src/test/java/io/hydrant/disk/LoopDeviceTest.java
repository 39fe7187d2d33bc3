package io.hydrant.disk;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A test on a node made of loop devices, where these can be made.
@ExtendWith(LoopDevices.class)
abstract class LoopDeviceTest {
  LoopWorld world;

  @BeforeEach
  void begin(@TempDir Path directory) throws IOException {
    world = new LoopWorld(directory);
  }

  @AfterEach
  void end() throws Exception {
    world.close();
  }
}
