package io.hydrant.http;

import java.io.IOException;

/// No agent answers at the place where one was looked for.
public final class AgentUnreachableException extends IOException {
  private static final long serialVersionUID = 1L;

  AgentUnreachableException(String message, IOException cause) {
    super(message, cause);
  }
}
