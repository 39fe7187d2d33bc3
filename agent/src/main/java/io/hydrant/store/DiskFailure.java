package io.hydrant.store;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/// Says of a failed call at the disk what failed, why, and what to do next.
final class DiskFailure {
  /// A disk with less room than this is full, whatever a failure says of itself.
  private static final long NEXT_TO_NOTHING = 64 << 10;

  private DiskFailure() {}

  /// The failure with its next step.
  ///
  /// @param what what could not be done, with the file
  /// @return a [StoreException], or the failure itself where it is one or an interrupt
  static IOException of(String what, StorePaths paths, IOException failure) {
    if (failure instanceof StoreException || failure instanceof ClosedByInterruptException) {
      return failure;
    }
    String reason = reasonOf(failure);
    String words = reason.toLowerCase(Locale.ROOT);
    StoreException.Kind kind = StoreException.Kind.UNUSABLE;
    String nextStep;
    // Java has no exceptions of their own for most of these, only the C library's words.
    if (words.contains("no space left")
        || words.contains("out of space") // So says the CRT.
        || words.contains("quota exceeded")) {
      kind = StoreException.Kind.FULL;
      nextStep = "free some space on the disk, or select fewer models";
    } else if (failure instanceof FileAlreadyExistsException) {
      nextStep = "move it away";
    } else if (failure instanceof AccessDeniedException || words.contains("not permitted")) {
      nextStep = "let user '" + System.getProperty("user.name") + "' read and write it";
    } else if (words.contains("read-only")) {
      nextStep =
          "mount it writable; a disk with errors makes itself read-only, see the kernel's log";
    } else if (words.contains("not supported")) {
      nextStep = "use a file system with user extended attributes, such as xfs or ext4";
    } else if (isFull(paths)) {
      kind = StoreException.Kind.FULL;
      nextStep = "the disk is full: free some space, or select fewer models";
    } else {
      nextStep = "see the kernel's log for errors of the disk";
    }
    return new StoreException(kind, what + ": " + reason + "; " + nextStep, failure);
  }

  private static String reasonOf(IOException failure) {
    return switch (failure) {
      case AccessDeniedException e -> "permission denied at '" + e.getFile() + "'";
      case NoSuchFileException e -> "'" + e.getFile() + "' is not there";
      case FileAlreadyExistsException e -> "'" + e.getFile() + "' is there and is no folder";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> String.valueOf(failure.getMessage());
    };
  }

  private static boolean isFull(StorePaths paths) {
    try {
      return Files.getFileStore(paths.root()).getUsableSpace() < NEXT_TO_NOTHING;
    } catch (IOException _) {
      return false;
    }
  }
}
