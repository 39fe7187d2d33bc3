package io.hydrant.cli;

import io.hydrant.disk.DiskSettings;
import io.hydrant.disk.NodeDisk;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// `hydrant disk inspect`.
final class DiskInspectCommand implements DiskTask {
  private static final String OUTPUT = "--output";

  private final PrintWriter out;
  private final Map<String, String> environment;

  DiskInspectCommand(PrintWriter out, Map<String, String> environment) {
    this.out = out;
    this.environment = environment;
  }

  private enum Form {
    TABLE,
    JSON
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        DiskCommand.named(
            this,
            "inspect",
            "Show the disks of this node, who uses them, and what prepare would do.",
            "",
            "It changes nothing. Run it as root: others may not read disks.");
    spec.addOption(
        OptionSpec.builder("-o", OUTPUT)
            .paramLabel("FORMAT")
            .type(Form.class)
            .description("table for people, json for machines. Default: table.")
            .build());
    for (DiskOption option : DiskOption.values()) {
      spec.addOption(option.spec());
    }
    spec.usageMessage()
        .exitCodeList(
            new TreeMap<>(
                Map.of(
                    "0", "shown, whatever prepare would do",
                    "1", "the disks could not be looked at",
                    "2", "the command line is wrong")));
    return spec;
  }

  @Override
  public int run(ParseResult given) throws IOException {
    DiskSettings settings = DiskOption.settings(given, environment);
    NodeDisk.Inspection inspection = NodeDisk.of(settings).inspect();
    out.print(
        switch (given.matchedOptionValue(OUTPUT, Form.TABLE)) {
          case TABLE -> DiskTable.of(inspection, settings);
          case JSON -> DiskJson.of(inspection, settings) + "\n";
        });
    out.flush();
    return DiskExit.OK;
  }
}
