package io.hydrant.cli;

import io.hydrant.disk.Array;
import io.hydrant.disk.DiskPlan;
import io.hydrant.disk.DiskSettings;
import io.hydrant.disk.DiskState;
import io.hydrant.disk.NodeDisk;
import io.hydrant.disk.Objection;
import io.hydrant.disk.Step;
import io.hydrant.disk.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Shows people the disks of a node and what would be done with them.
final class DiskTable {
  private DiskTable() {}

  static String of(NodeDisk.Inspection inspection, DiskSettings settings) {
    StringBuilder text = new StringBuilder();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("DISK", "SIZE", "MODEL", "CONTENT", "IN USE"));
    for (DiskState state : inspection.facts().disks()) {
      rows.add(
          List.of(
              state.disk().name(),
              state.disk().size().toString(),
              settings.isInstanceStore(state.disk())
                  ? state.disk().model()
                  : "(" + state.disk().model() + ")",
              state.content().text(),
              uses(state.usage())));
    }
    for (Array array : inspection.facts().arrays()) {
      rows.add(
          List.of(
              array.name(),
              array.size().toString(),
              "array '"
                  + array.label()
                  + "' of "
                  + String.join(", ", new TreeSet<>(array.members())),
              array.content().text(),
              uses(array.usage())));
    }
    append(text, rows);
    text.append("Models in brackets are not instance store and are never written.\n\n");
    switch (inspection.plan()) {
      case DiskPlan.Proceed(String why, List<Step> steps, List<String> notes) -> {
        text.append("Because ").append(why).append(", prepare would\n");
        for (int i = 0; i < steps.size(); i++) {
          text.append("  ").append(i + 1).append(". ");
          text.append(steps.get(i).text(settings.root())).append('\n');
        }
        notes.forEach(note -> text.append("Note: ").append(note).append('\n'));
      }
      case DiskPlan.Refused(List<Objection> objections) -> {
        text.append("Prepare would touch nothing, because\n");
        objections.forEach(objection -> text.append("  ").append(objection).append('\n'));
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, List<List<String>> rows) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i)).repeat(" ", widths[i] - row.get(i).length() + 2);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
  }

  private static String uses(Usage usage) {
    List<String> uses = new ArrayList<>();
    usage.partitions().forEach(partition -> uses.add("partition " + partition));
    usage.holders().forEach(holder -> uses.add("part of " + holder));
    usage.mounts().forEach(mount -> uses.add("mounted at " + mount));
    if (usage.swap()) {
      uses.add("swap");
    }
    if (usage.carriesRoot()) {
      uses.add("root file system");
    }
    if (uses.isEmpty() && usage.claim() == Usage.Claim.BUSY) {
      uses.add("held by somebody");
    }
    uses.addAll(usage.doubts());
    return uses.isEmpty() ? "no" : String.join(", ", uses);
  }
}
