package io.hydrant.localcloud.demo;

/// The story does not go on: something that should have happened did not.
final class DemoException extends Exception {
  DemoException(String message) {
    super(message);
  }
}
