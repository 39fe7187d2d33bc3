package io.hydrant.directio;

import java.nio.file.OpenOption;
import org.jspecify.annotations.Nullable;

/// `O_DIRECT`. The JDK exports it for use, but javac warns of every mention of it, and no
/// annotation silences that.
public final class DirectOption {
  private static final @Nullable OpenOption OPTION = find();

  private DirectOption() {}

  /// What a file is opened with.
  ///
  /// @throws UnsupportedOperationException when this Java has none
  public static OpenOption get() {
    if (OPTION == null) {
      throw new UnsupportedOperationException("this Java has no O_DIRECT");
    }
    return OPTION;
  }

  private static @Nullable OpenOption find() {
    try {
      Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
      return (OpenOption) options.getField("DIRECT").get(null);
    } catch (ReflectiveOperationException _) {
      return null;
    }
  }
}
