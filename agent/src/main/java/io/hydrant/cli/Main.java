package io.hydrant.cli;

import io.hydrant.config.AgentConfig;
import io.hydrant.plan.Plan;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// Where the process begins.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    Terminal terminal = Terminal.ofProcess(environment);
    CommandTree commands = commands(new NoAgent(), terminal, environment);
    System.exit(commands.execute(arguments));
  }

  static CommandTree commands(
      AgentEntry agent, Terminal terminal, Map<String, String> environment) {
    return new CommandTree(
        terminal,
        environment,
        List.of(
            new RunCommand(agent, terminal, environment),
            new PlanCommand(agent, terminal, environment),
            new StatusCommand(terminal, environment, InstantSource.system(), Thread::sleep),
            new VerifyCommand(terminal, environment),
            new VersionCommand(terminal)));
  }

  /// Stands where the agent will be.
  private static final class NoAgent implements AgentEntry {
    @Override
    public void run(AgentConfig config) throws IOException {
      throw new IOException("this build has no agent");
    }

    @Override
    public Plan plan(AgentConfig config) throws IOException {
      throw new IOException("this build has no agent");
    }
  }
}
