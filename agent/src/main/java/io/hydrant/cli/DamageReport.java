package io.hydrant.cli;

import io.hydrant.app.Words;
import io.hydrant.cli.Verification.Damage;
import io.hydrant.cli.Verification.Report;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Shows what a verification found.
final class DamageReport {
  private DamageReport() {}

  /// For people.
  ///
  /// @param marked whether the damaged models were marked to be fetched again
  static String table(Report report, boolean marked, Style style) {
    Page page = new Page();
    String read = Words.count(report.files(), "model") + " (" + report.size() + ")";
    if (report.damaged().isEmpty()) {
      return page.line(style.good("Intact") + ": " + read).toString();
    }
    page.line(style.bad("Damaged") + (marked ? ", marked to be fetched again" : ""));
    for (Damage damage : report.damaged()) {
      page.name(String.format("%11s  ", damage.file().size()), damage.file().path().value());
      page.prose(13, damage.problem());
    }
    page.blank().line(report.damaged().size() + " of " + read + " are damaged.");
    if (!marked) {
      page.line("'hydrant verify --repair' has them fetched again.");
    }
    return page.toString();
  }

  /// For machines.
  static String json(Report report, boolean marked) {
    ObjectNode json =
        Json.object().put("files", report.files()).put("bytes", report.size().bytes());
    ArrayNode damaged = json.putArray("damaged");
    for (Damage damage : report.damaged()) {
      damaged
          .addObject()
          .put("path", damage.file().path().value())
          .put("size", damage.file().size().bytes())
          .put("problem", damage.problem())
          .put("marked", marked);
    }
    return Json.write(json);
  }
}
