package io.hydrant.cli;

import io.hydrant.app.Words;
import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.SkipReason;
import io.hydrant.catalog.Skipped;
import io.hydrant.plan.Plan;
import io.hydrant.plan.Plan.Fetch;
import io.hydrant.plan.Plan.Held;
import io.hydrant.plan.Plan.Removal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Shows a [Plan] to people: removals, fetches in their order, what is left out, and the sums.
/// Objects that are no models at all are only counted.
final class PlanTable {
  private static final int DETAIL_INDENT = 13;

  private final Plan plan;
  private final Style style;
  private final Page page = new Page();

  private PlanTable(Plan plan, Style style) {
    this.plan = plan;
    this.style = style;
  }

  static String of(Plan plan, Style style) {
    PlanTable table = new PlanTable(plan, style);
    table.removals();
    table.held();
    table.fetches();
    table.leftOut();
    table.sums();
    return table.page.toString();
  }

  private void removals() {
    plan.removals().stream()
        .collect(Collectors.groupingBy(Removal::reason, LinkedHashMap::new, Collectors.toList()))
        .forEach((reason, removals) -> {
          page.line(style.strong("Remove " + models(removals)) + ": " + reason);
          removals(removals);
        });
  }

  private void held() {
    Held held = plan.held();
    if (held != null) {
      page.line(style.bad("Hold back the removal of " + models(held.removals())));
      page.prose(2, held.reason());
      removals(held.removals());
    }
  }

  private void removals(List<Removal> removals) {
    removals.forEach(removal -> page.name(column(removal.record().size()), removal.path().value()));
    page.blank();
  }

  private void fetches() {
    if (plan.fetches().isEmpty()) {
      return;
    }
    page.line(style.strong("Fetch " + fetched()) + ", in this order");
    int width =
        plan.fetches().stream().mapToInt(fetch -> fetch.reason().label().length()).max().orElse(1);
    for (Fetch fetch : plan.fetches()) {
      page.name(
          column(fetch.file().size()) + String.format("%-" + width + "s  ", fetch.reason().label()),
          fetch.file().path().value());
    }
    page.blank();
  }

  private void leftOut() {
    if (plan.skipped().isEmpty()) {
      return;
    }
    page.line(style.strong("Leave out " + Words.count(plan.skipped().size(), "object")));
    Map<SkipReason, Integer> quiet = new TreeMap<>();
    for (Skipped skip : plan.skipped()) {
      if (skip.reason().isNotable()) {
        page.name(column(skip.size()), skip.key().value());
        page.prose(DETAIL_INDENT, skip.reason().label() + ": " + skip.detail());
      } else {
        quiet.merge(skip.reason(), 1, Integer::sum);
      }
    }
    quiet.forEach((reason, count) -> page.line(String.format("%11d  %s", count, reason.label())));
    page.blank();
  }

  private void sums() {
    if (plan.isEmpty()) {
      page.line("There is nothing to do.");
    }
    page.prose(
        0,
        "In sum: remove "
            + models(plan.removals())
            + ", fetch "
            + fetched()
            + ", keep "
            + models(plan.kept().size(), plan.keptSize())
            + ", leave out "
            + Words.count(plan.skipped().size(), "object")
            + ".");
  }

  private String fetched() {
    return models(plan.fetches().size(), plan.fetchSize());
  }

  private static String models(List<Removal> removals) {
    return models(removals.size(), PlanJson.size(removals));
  }

  private static String models(int count, ByteSize size) {
    return Words.count(count, "model") + " (" + size + ")";
  }

  private static String column(ByteSize size) {
    return String.format("%11s  ", size);
  }
}
