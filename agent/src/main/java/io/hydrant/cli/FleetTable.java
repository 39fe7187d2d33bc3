package io.hydrant.cli;

import io.hydrant.app.Words;
import io.hydrant.catalog.ByteSize;
import io.hydrant.config.DurationText;
import io.hydrant.node.FleetNode;
import io.hydrant.node.FleetNode.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Shows the nodes of a fleet to people: a line each, then what is wrong with some.
final class FleetTable {
  private static final List<String> HEAD =
      List.of("NODE", "STATE", "OPEN", "PROGRESS", "MODELS", "SIZE", "EVENT", "HEARD", "AGENT");
  private static final int STATE = 1;

  private final List<FleetNode> nodes;
  private final Instant now;
  private final Style style;

  private FleetTable(List<FleetNode> nodes, Instant now, Style style) {
    this.nodes = nodes;
    this.now = now;
    this.style = style;
  }

  static String of(List<FleetNode> nodes, Instant now, Style style) {
    return new FleetTable(nodes, now, style).text();
  }

  private String text() {
    Page page = new Page();
    if (nodes.isEmpty()) {
      return page.line("No node has an agent or waits for one.").toString();
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    nodes.forEach(node -> rows.add(cells(node)));
    int[] widths = widths(rows);
    for (int i = 0; i < rows.size(); i++) {
      page.line(line(rows.get(i), widths, i == 0 ? null : nodes.get(i - 1).state()));
    }
    page.blank();
    for (FleetNode node : nodes) {
      if (isTrouble(node.state())) {
        page.name("", node.name());
        page.prose(2, node.message());
      }
    }
    return page.line(summary()).toString();
  }

  private List<String> cells(FleetNode node) {
    boolean told = node.state() != State.NO_AGENT;
    return List.of(
        Words.printable(node.name()),
        word(node.state()),
        node.open() ? "yes" : "no",
        told ? Words.percent(node.progress()) : "",
        told ? node.present().files() + "/" + node.wanted().files() : "",
        told
            ? new ByteSize(node.present().bytes()) + "/" + new ByteSize(node.wanted().bytes())
            : "",
        age(node.lastEvent()),
        age(node.lastHeard()),
        Words.printable(node.agentVersion()));
  }

  private String line(List<String> cells, int[] widths, @Nullable State state) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      String shown = column == STATE && state != null ? colored(cell, state) : cell;
      line.append(shown).append(" ".repeat(widths[column] - cell.length() + 2));
    }
    return line.toString();
  }

  private static int[] widths(List<List<String>> rows) {
    int[] widths = new int[HEAD.size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    return widths;
  }

  private String colored(String text, State state) {
    return switch (state) {
      case READY -> style.good(text);
      case NO_AGENT, PREPARING, HYDRATING -> style.strong(text);
      case SILENT, OVERDUE, DEGRADED, DISK_FAILED -> style.bad(text);
    };
  }

  private static boolean isTrouble(State state) {
    return switch (state) {
      case NO_AGENT, PREPARING, HYDRATING, READY -> false;
      case SILENT, OVERDUE, DEGRADED, DISK_FAILED -> true;
    };
  }

  private String summary() {
    Map<State, Integer> counts = new EnumMap<>(State.class);
    nodes.forEach(node -> counts.merge(node.state(), 1, Integer::sum));
    return Words.count(nodes.size(), "node")
        + ": "
        + counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + word(entry.getKey()))
            .collect(Collectors.joining(", "));
  }

  private static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private String age(@Nullable Instant instant) {
    if (instant == null) {
      return "";
    }
    Duration age = Duration.between(instant, now);
    return DurationText.format(age.isNegative() ? Duration.ZERO : age);
  }
}
