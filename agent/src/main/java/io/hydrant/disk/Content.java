package io.hydrant.disk;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/// What is on a block device.
public sealed interface Content {

  /// No known signature.
  record Blank() implements Content {}

  /// A file system of ours and nothing else.
  ///
  /// @param finished whether its making came to an end
  /// @param uuid on an array of ours the array's, so that a file system that an older array left on
  ///   the same disks is not taken for this one's
  record OurFileSystem(FileSystemKind kind, boolean finished, String uuid) implements Content {}

  /// A member of an array of ours and nothing else.
  ///
  /// @param devices how many members the array has when it is complete
  record OurMember(UUID array, int devices) implements Content {}

  /// Something that we did not put there.
  record Foreign(List<Signature> signatures) implements Content {
    public Foreign {
      signatures = List.copyOf(signatures);
    }
  }

  /// It could not be found out.
  record Unreadable(String reason) implements Content {}

  /// A few words for a table.
  default String text() {
    return switch (this) {
      case Blank() -> "nothing";
      case OurFileSystem(FileSystemKind kind, boolean finished, _) ->
          finished ? kind + " of ours" : "unfinished " + kind + " of ours";
      case OurMember(UUID array, int devices) ->
          "member of our array " + array + " of " + devices + " disks";
      case Foreign(List<Signature> signatures) ->
          signatures.stream().map(Signature::toString).collect(Collectors.joining(", "));
      case Unreadable(String reason) -> "unknown: " + reason;
    };
  }
}
