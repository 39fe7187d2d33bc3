package io.hydrant.disk;

/// A reason not to go on.
///
/// @param subject the disk, array or directory that it is about
/// @param message what is the matter
/// @param remedy what a person can do about it
public record Objection(String subject, String message, String remedy) {
  @Override
  public String toString() {
    return subject + " " + message + ": " + remedy;
  }
}
