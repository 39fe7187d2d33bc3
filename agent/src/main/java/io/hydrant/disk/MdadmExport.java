package io.hydrant.disk;

import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What `mdadm --detail --export` says of an array, or `mdadm --examine --export` of a member.
///
/// @param level empty for an array that does not run
/// @param devices all members of a complete array when a member is asked; for an array that does
///   not run, the members that it has
/// @param label the array's name with the host's before it
record MdadmExport(String level, int devices, String label, @Nullable UUID uuid) {

  static MdadmExport parse(String text) {
    Map<String, String> values =
        text.lines()
            .filter(line -> line.contains("="))
            .collect(
                Collectors.toMap(
                    line -> line.substring(0, line.indexOf('=')),
                    line -> line.substring(line.indexOf('=') + 1),
                    (_, last) -> last));
    String uuid = values.get("MD_UUID");
    return new MdadmExport(
        values.getOrDefault("MD_LEVEL", ""),
        Integer.parseInt(values.getOrDefault("MD_DEVICES", "0")),
        values.getOrDefault("MD_NAME", ""),
        uuid == null ? null : uuid(uuid));
  }

  /// The same 16 bytes that others write as `c153173a-00d7-f381-5bf0-f63ab83f3242`, mdadm writes as
  /// `c153173a:00d7f381:5bf0f63a:b83f3242`.
  private static UUID uuid(String text) {
    String hex = text.replace(":", "");
    if (hex.length() != 32) {
      throw new IllegalArgumentException("'" + text + "' is not the id of an array");
    }
    return new UUID(
        HexFormat.fromHexDigitsToLong(hex.substring(0, 16)),
        HexFormat.fromHexDigitsToLong(hex.substring(16)));
  }
}
