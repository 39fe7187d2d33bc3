package io.hydrant.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Finds out what is on a device by reading it. `lsblk` is not asked: without udev's database it
/// shows a formatted disk as empty.
final class ContentProbe {
  private static final String RAID_MEMBER = "linux_raid_member";

  private final Tools tools;

  ContentProbe(Tools tools) {
    this.tools = tools;
  }

  Content contentOf(Path node) {
    try {
      List<String> command = CommandLines.probe(node);
      Shell.Output output = tools.ask(command);
      return output.succeeded()
          ? contentOf(node, ToolJson.signatures(output.out()))
          : new Content.Unreadable(Tools.complaint(command, output));
    } catch (IOException | IllegalArgumentException e) {
      return new Content.Unreadable(String.valueOf(e.getMessage()));
    }
  }

  private Content contentOf(Path node, List<Signature> signatures) throws IOException {
    if (signatures.isEmpty()) {
      return new Content.Blank();
    }
    Signature signature = signatures.getFirst();
    FileSystemKind kind = kindOf(signature);
    String label = String.valueOf(signature.label());
    if (signatures.size() > 1) {
      return new Content.Foreign(signatures);
    }
    if (kind != null && List.of(Ours.LABEL, Ours.UNFINISHED_LABEL).contains(label)) {
      return new Content.OurFileSystem(
          kind, label.equals(Ours.LABEL), String.valueOf(signature.uuid()));
    }
    if (signature.type().equals(RAID_MEMBER) && label.equals(Ours.ARRAY_LABEL)) {
      return member(node, signature);
    }
    return new Content.Foreign(signatures);
  }

  private static @Nullable FileSystemKind kindOf(Signature signature) {
    return Arrays.stream(FileSystemKind.values())
        .filter(kind -> kind.label().equals(signature.type()))
        .findFirst()
        .orElse(null);
  }

  /// Only the superblock itself says how many members there are.
  private Content member(Path node, Signature signature) throws IOException {
    List<String> command = CommandLines.examineMember(node);
    Shell.Output output = tools.ask(command);
    MdadmExport member = MdadmExport.parse(output.out());
    if (!output.succeeded()
        || member.uuid() == null
        || !Objects.equals(member.uuid().toString(), signature.uuid())
        || !member.level().equals("raid0")) {
      return new Content.Unreadable(
          "wipefs and mdadm do not agree: " + Tools.complaint(command, output));
    }
    return new Content.OurMember(member.uuid(), member.devices());
  }
}
