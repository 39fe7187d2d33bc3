package io.hydrant.disk;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the kernel knows a block device by. Names change between boots and namespaces; at any one
/// moment this does not.
public record DeviceNumber(int major, int minor) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9}):(\\d{1,9})");

  /// Reads `259:1`.
  static DeviceNumber parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a device number like 259:1");
    }
    return new DeviceNumber(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /// Takes apart what `stat` tells of a device node; the layout is glibc's `gnu_dev_major`.
  static DeviceNumber ofNode(long rdev) {
    long major = (rdev >>> 8 & 0xfff) | (rdev >>> 32 & ~0xfffL);
    long minor = (rdev & 0xff) | (rdev >>> 12 & ~0xffL);
    return new DeviceNumber((int) major, (int) minor);
  }

  @Override
  public String toString() {
    return major + ":" + minor;
  }
}
