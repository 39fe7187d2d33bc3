package io.hydrant.disk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The mounts of a mount namespace, in the order in which they were made. The fields are those of
/// proc_pid_mountinfo(5).
record MountTable(List<MountEntry> entries) {
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");
  private static final int FIXED_FIELDS = 6;

  MountTable {
    entries = List.copyOf(entries);
  }

  static MountTable parse(List<String> lines) {
    return new MountTable(lines.stream().map(MountTable::entry).toList());
  }

  private static MountEntry entry(String line) {
    List<String> fields = List.of(line.split(" ", -1));
    int separator = fields.indexOf("-");
    if (separator < FIXED_FIELDS || fields.size() < separator + 3) {
      throw new IllegalArgumentException("this is not a line of mountinfo: '" + line + "'");
    }
    return new MountEntry(
        DeviceNumber.parse(fields.get(2)),
        plain(fields.get(3)),
        Path.of(plain(fields.get(4))),
        fields.subList(FIXED_FIELDS, separator).stream().anyMatch(tag -> tag.startsWith("shared:")),
        fields.get(separator + 1),
        plain(fields.get(separator + 2)));
  }

  /// Blanks and the like are written as `\040`.
  static String plain(String field) {
    return OCTAL
        .matcher(field)
        .replaceAll(octal ->
            Matcher.quoteReplacement(Character.toString(Integer.parseInt(octal.group(1), 8))));
  }

  /// The mount that is seen at a path, which is the last one made there, or null.
  @Nullable MountEntry at(Path target) {
    return entries.reversed().stream()
        .filter(entry -> entry.target().equals(target))
        .findFirst()
        .orElse(null);
  }

  /// The mount that a path lies in.
  MountEntry containing(Path path) {
    for (Path above = path; above != null; above = above.getParent()) {
      MountEntry entry = at(above);
      if (entry != null) {
        return entry;
      }
    }
    throw new IllegalArgumentException("nothing is mounted above '" + path + "', not even at /");
  }

  /// The mounts of a device.
  List<MountEntry> of(DeviceNumber device) {
    List<MountEntry> found = new ArrayList<>(entries);
    found.removeIf(entry -> !entry.device().equals(device));
    return found;
  }
}
