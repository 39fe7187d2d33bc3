package io.hydrant.cli;

import io.hydrant.app.Version;
import io.hydrant.node.kube.KubeFleet;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/// Where the process begins.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    Terminal terminal = Terminal.ofProcess(environment);
    CommandTree commands = commands(new LiveAgent(), terminal, environment);
    System.exit(commands.execute(arguments));
  }

  static CommandTree commands(
      AgentEntry agent, Terminal terminal, Map<String, String> environment) {
    FleetConnector clusters = context -> KubeFleet.connect(context, Version.current());
    return new CommandTree(
        terminal,
        environment,
        List.of(
            new RunCommand(agent, terminal, environment),
            new PlanCommand(agent, terminal, environment),
            new StatusCommand(terminal, environment, InstantSource.system(), Thread::sleep),
            new WaitCommand(terminal, environment, clusters, InstantSource.system(), Thread::sleep),
            new VerifyCommand(terminal, environment),
            new DiskCommand(terminal, environment),
            new ReleaseCommand(terminal, environment),
            new QueueCommand(
                terminal,
                new ReapCommand(
                    terminal,
                    environment,
                    () -> DefaultCredentialsProvider.builder().build(),
                    clusters)),
            new FleetCommand(terminal, clusters, InstantSource.system(), Thread::sleep),
            new VersionCommand(terminal)));
  }
}
