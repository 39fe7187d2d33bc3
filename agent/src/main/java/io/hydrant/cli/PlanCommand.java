package io.hydrant.cli;

import io.hydrant.config.AgentConfig;
import io.hydrant.plan.Plan;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `hydrant plan`.
final class PlanCommand implements Command {
  private final AgentEntry agent;
  private final Terminal terminal;
  private final Map<String, String> environment;

  PlanCommand(AgentEntry agent, Terminal terminal, Map<String, String> environment) {
    this.agent = agent;
    this.terminal = terminal;
    this.environment = environment;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        named(
            "plan",
            "Show what run would do and why, changing nothing.",
            "",
            "It takes the same settings as run.");
    spec.addOption(Output.option());
    SettingOptions.addAll(spec);
    return spec;
  }

  @Override
  public ExitCode run(ParseResult given) throws Exception {
    AgentConfig config = SettingOptions.readAll(given, environment, terminal);
    Plan plan = agent.plan(config);
    terminal
        .out()
        .print(
            switch (Output.of(given)) {
              case TABLE -> PlanTable.of(plan, terminal.outStyle());
              case JSON -> PlanJson.of(plan) + "\n";
            });
    terminal.out().flush();
    return ExitCode.OK;
  }
}
