package io.hydrant.disk;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the JSON of util-linux: one list, under a name. Anything else is refused, because what
/// cannot be read must not be taken for "nothing there".
final class ToolJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ToolJson() {}

  /// The signatures that `wipefs -J DEVICE` found.
  static List<Signature> signatures(String json) throws DiskException {
    List<Signature> found = new ArrayList<>();
    for (JsonNode node : list(json, "signatures")) {
      found.add(
          new Signature(text(node, "type"), textOrNull(node, "label"), textOrNull(node, "uuid")));
    }
    return found;
  }

  /// What `lsblk -Jb -o NAME,MAJ:MIN,TYPE,SIZE,MOUNTPOINTS DEVICE` shows of one device.
  static BlockTree blockTree(String json) throws DiskException {
    List<JsonNode> nodes = list(json, "blockdevices");
    if (nodes.size() != 1) {
      throw new DiskException("lsblk was asked for one device and shows " + nodes.size());
    }
    return blockTree(nodes.getFirst());
  }

  private static BlockTree blockTree(JsonNode node) throws DiskException {
    List<BlockTree> children = new ArrayList<>();
    for (JsonNode child : node.path("children")) {
      children.add(blockTree(child));
    }
    List<String> mounts = new ArrayList<>();
    for (JsonNode mount : node.path("mountpoints")) {
      if (!mount.isNull()) {
        mounts.add(mount.asString());
      }
    }
    return new BlockTree(
        text(node, "name"),
        DeviceNumber.parse(text(node, "maj:min")),
        text(node, "type"),
        node.path("size").asLong(-1),
        mounts,
        children);
  }

  /// A device and what is built on it.
  ///
  /// @param type `disk`, `part`, `raid0`, `md`, `crypt`, `lvm`, `loop` and others
  /// @param mounts mount points, `[SWAP]` for swap
  record BlockTree(
      String name,
      DeviceNumber number,
      String type,
      long size,
      List<String> mounts,
      List<BlockTree> children) {
    BlockTree {
      mounts = List.copyOf(mounts);
      children = List.copyOf(children);
    }
  }

  /// The uppermost mount that `findmnt -J --mountpoint DIR -o MAJ:MIN,FSROOT,FSTYPE,OPTIONS` shows,
  /// or null when it says nothing, as it does when DIR is no mount point.
  static @Nullable Mounted mounted(String json) throws DiskException {
    if (json.isBlank()) {
      return null;
    }
    JsonNode last = list(json, "filesystems").getLast();
    return new Mounted(
        DeviceNumber.parse(text(last, "maj:min")),
        text(last, "fsroot"),
        text(last, "fstype"),
        List.of(text(last, "options").split(",", -1)));
  }

  /// A mount as `findmnt` sees it.
  record Mounted(DeviceNumber device, String root, String type, List<String> options) {
    Mounted {
      options = List.copyOf(options);
    }
  }

  private static List<JsonNode> list(String json, String name) throws DiskException {
    try {
      JsonNode nodes = MAPPER.readTree(json).path(name);
      if (nodes.isArray()) {
        return List.copyOf(nodes.values());
      }
    } catch (JacksonException e) {
      throw new DiskException("a tool's answer is not JSON: '" + json + "'", e);
    }
    throw new DiskException("a tool's answer has no list '" + name + "': '" + json + "'");
  }

  private static String text(JsonNode node, String name) throws DiskException {
    String text = textOrNull(node, name);
    if (text == null) {
      throw new DiskException("a tool's answer lacks '" + name + "': " + node);
    }
    return text;
  }

  private static @Nullable String textOrNull(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isString() && !value.asString().isEmpty() ? value.asString() : null;
  }
}
