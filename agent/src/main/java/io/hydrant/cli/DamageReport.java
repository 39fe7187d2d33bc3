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
  static String table(Report report, Style style) {
    Page page = new Page();
    String read = Words.count(report.files(), "model") + " (" + report.size() + ")";
    if (report.damaged().isEmpty()) {
      return page.line(style.good("Intact") + ": " + read).toString();
    }
    page.line(style.bad("Damaged"));
    for (Damage damage : report.damaged()) {
      page.name(String.format("%11s  ", damage.file().size()), damage.file().path().value());
      page.prose(13, damage.problem());
    }
    page.blank().line(report.damaged().size() + " of " + read + " are damaged.");
    return page.toString();
  }

  /// For machines.
  static String json(Report report) {
    ObjectNode json =
        Json.object().put("files", report.files()).put("bytes", report.size().bytes());
    ArrayNode damaged = json.putArray("damaged");
    for (Damage damage : report.damaged()) {
      damaged
          .addObject()
          .put("path", damage.file().path().value())
          .put("size", damage.file().size().bytes())
          .put("problem", damage.problem());
    }
    return Json.write(json);
  }
}
