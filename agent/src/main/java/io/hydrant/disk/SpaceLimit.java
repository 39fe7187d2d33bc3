package io.hydrant.disk;

import io.hydrant.catalog.ByteSize;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much of a file system that others use too may hold models.
public sealed interface SpaceLimit {

  /// A share of the file system's size.
  record Share(int percent) implements SpaceLimit {
    public Share {
      if (percent < 1 || percent > 100) {
        throw new IllegalArgumentException(percent + "% is not a share: use 1% to 100%");
      }
    }

    @Override
    public String toString() {
      return percent + "%";
    }
  }

  /// A fixed size.
  record Size(ByteSize size) implements SpaceLimit {
    @Override
    public String toString() {
      return size.toString();
    }
  }

  /// Reads `70%` or `500GiB`.
  static SpaceLimit parse(String text) {
    Matcher share = Pattern.compile("(\\d{1,3})\\s*%").matcher(text.strip());
    return share.matches()
        ? new Share(Integer.parseInt(share.group(1)))
        : new Size(ByteSize.parse(text));
  }

  /// What it comes to on a file system of some size.
  default ByteSize of(ByteSize total) {
    return switch (this) {
      case Share(int percent) -> new ByteSize(total.bytes() / 100 * percent);
      case Size(ByteSize size) -> size.compareTo(total) < 0 ? size : total;
    };
  }
}
