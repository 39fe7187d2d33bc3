package io.hydrant.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes file systems in a way that can be interrupted anywhere: until it is complete a file system
/// has a label that says so.
///
/// The tools open the device exclusively themselves, so it is held until right before them; the one
/// that sets the label does not, so it is held around it.
final class DiskFormatter {
  private final WriteGuard guard;
  private final DeviceNodes nodes;
  private final Tools tools;

  DiskFormatter(WriteGuard guard, DeviceNodes nodes, Tools tools) {
    this.guard = guard;
    this.nodes = nodes;
    this.tools = tools;
  }

  void format(Volume volume, FileSystemKind kind) throws IOException {
    WriteGuard.Device device = guard.requireSafe(volume);
    requireBlank(device);
    switch (kind) {
      case XFS ->
          tools.mustChange(
              CommandLines.makeXfs(device.node(), device.array(), xfsFeatures(device)));
      case EXT4 -> tools.mustChange(CommandLines.makeExt4(device.node(), device.array()));
    }
    try (DeviceNodes.Hold _ = nodes.hold(device.node())) {
      tools.mustChange(CommandLines.finish(kind, device.node()));
    }
  }

  /// `mkfs.ext4` writes over anything without asking, so the last look is ours.
  void requireBlank(WriteGuard.Device device) throws DiskException {
    if (!(device.content() instanceof Content.Blank)) {
      throw new DiskException(
          "'"
              + device.node()
              + "' was empty and now carries "
              + device.content().text()
              + ": nothing was written; run prepare again");
    }
  }

  /// The file of features, where there is one that this mkfs understands: Debian 12 ships some that
  /// its own mkfs refuses.
  private @Nullable Path xfsFeatures(WriteGuard.Device device) throws IOException {
    Path file = CommandLines.XFS_FEATURES;
    UUID uuid = device.array();
    return Files.exists(file)
            && tools.ask(CommandLines.tryXfs(device.node(), uuid, file)).succeeded()
        ? file
        : null;
  }
}
