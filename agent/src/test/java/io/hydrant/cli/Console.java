package io.hydrant.cli;

import io.hydrant.config.AgentConfig;
import io.hydrant.plan.Plan;
import io.hydrant.transfer.Sleeper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Runs the command line as a process would, but for its exit, and keeps what it writes.
final class Console implements AgentEntry {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Map<String, String> environment = new HashMap<>();
  private final List<AgentConfig> started = new ArrayList<>();
  private boolean screen;
  private Plan plan = new Plan(List.of(), null, List.of(), List.of(), List.of());
  private @Nullable Exception failure;

  Console with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /// Makes both outputs screens.
  Console onScreen() {
    screen = true;
    return this;
  }

  /// Makes the agent plan this.
  Console planning(Plan plan) {
    this.plan = plan;
    return this;
  }

  /// Makes the agent fail.
  Console failing(Exception failure) {
    this.failure = failure;
    return this;
  }

  int run(String... arguments) {
    return Main.commands(this, terminal(), environment).execute(arguments);
  }

  /// Runs the status command with another way to wait.
  int status(InstantSource clock, Sleeper sleeper, String... arguments) {
    return new CommandTree(
            terminal(),
            environment,
            List.of(new StatusCommand(terminal(), environment, clock, sleeper)))
        .execute(arguments);
  }

  /// Runs a command that is made for the test.
  int run(Function<Terminal, Command> command, String... arguments) {
    return new CommandTree(terminal(), environment, List.of(command.apply(terminal())))
        .execute(arguments);
  }

  private Terminal terminal() {
    return new Terminal(
        new PrintWriter(out, true), new PrintWriter(err, true), screen, screen, Style.ANSI);
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  /// The configurations that the agent was started or asked for a plan with.
  List<AgentConfig> started() {
    return started;
  }

  @Override
  public void run(AgentConfig config) throws IOException, InterruptedException {
    start(config);
  }

  @Override
  public Plan plan(AgentConfig config) throws IOException, InterruptedException {
    start(config);
    return plan;
  }

  private void start(AgentConfig config) throws IOException, InterruptedException {
    started.add(config);
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case InterruptedException e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }
}
