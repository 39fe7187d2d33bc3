package io.hydrant.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Somewhere that an object is waited for.
interface Lookout extends AutoCloseable {

  /// What a look has shown.
  sealed interface Sight {}

  /// It is there.
  ///
  /// @param lines for standard output
  record There(List<String> lines) implements Sight {
    public There {
      lines = List.copyOf(lines);
    }
  }

  /// It is not there, or not everywhere.
  ///
  /// @param detail one sentence for a person
  record Missing(String detail) implements Sight {}

  /// Looks once.
  ///
  /// @throws IOException when the object will never be there, or nobody answers
  Sight look(Wanted wanted) throws IOException;

  /// How long to wait before the next look.
  Duration pause();

  /// Lets go of connections.
  @Override
  void close();
}
