package io.hydrant.cli;

import io.hydrant.disk.Array;
import io.hydrant.disk.Content;
import io.hydrant.disk.Disk;
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
  private static final String ROW = "%-10s %9s  %s";

  private final DiskSettings settings;
  private final Style style;
  private final Page page = new Page();

  private DiskTable(DiskSettings settings, Style style) {
    this.settings = settings;
    this.style = style;
  }

  static String of(NodeDisk.Inspection inspection, DiskSettings settings, Style style) {
    DiskTable table = new DiskTable(settings, style);
    table.devices(inspection.facts().disks(), inspection.facts().arrays());
    switch (inspection.plan()) {
      case DiskPlan.Proceed plan -> table.steps(plan);
      case DiskPlan.Refused(List<Objection> objections) -> {
        table.page.line(style.bad("Prepare would touch nothing, because"));
        table.page.line(of(objections));
      }
    }
    return table.page.toString();
  }

  /// Each with what a person can do about it.
  static String of(List<Objection> objections) {
    Page page = new Page();
    for (Objection objection : objections) {
      page.prose(2, objection.subject() + " " + objection.message());
      page.prose(4, "→ " + objection.remedy());
    }
    return page.toString();
  }

  private void devices(List<DiskState> disks, List<Array> arrays) {
    page.line(String.format(ROW, "DISK", "SIZE", "INSTANCE STORE"));
    for (DiskState state : disks) {
      Disk disk = state.disk();
      String store = settings.isInstanceStore(disk) ? "yes" : "no: " + disk.model();
      page.line(String.format(ROW, disk.name(), disk.size(), store));
      contentAndUse(state.content(), state.usage());
    }
    for (Array array : arrays) {
      String made =
          "array '" + array.label() + "' of " + String.join(", ", new TreeSet<>(array.members()));
      page.line(String.format(ROW, array.name(), array.size(), made));
      contentAndUse(array.content(), array.usage());
    }
    page.blank();
  }

  private void contentAndUse(Content content, Usage usage) {
    page.prose(2, "holds " + content.text() + "; " + uses(usage));
  }

  private static String uses(Usage usage) {
    List<String> uses = new ArrayList<>();
    usage.partitions().forEach(partition -> uses.add("has the partition " + partition));
    usage.holders().forEach(holder -> uses.add("is part of " + holder));
    usage.mounts().forEach(mount -> uses.add("is mounted at " + mount));
    if (usage.swap()) {
      uses.add("is swap");
    }
    if (usage.carriesRoot()) {
      uses.add("carries the root file system");
    }
    if (uses.isEmpty() && usage.claim() == Usage.Claim.BUSY) {
      uses.add("is held by somebody");
    }
    uses.addAll(usage.doubts());
    return uses.isEmpty() ? "nobody uses it" : String.join(", ", uses);
  }

  private void steps(DiskPlan.Proceed plan) {
    page.prose(0, "Prepare would do this, because " + plan.why() + ":");
    int number = 1;
    for (Step step : plan.steps()) {
      page.prose(2, number++ + ". " + step.text(settings.root()));
    }
    plan.notes().forEach(note -> page.prose(0, style.doubtful("Note") + ": " + note));
  }
}
