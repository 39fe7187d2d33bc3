package io.hydrant.disk;

import io.hydrant.catalog.ByteSize;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The disk of this node: looked at, or made ready. For one thread.
public final class NodeDisk {
  private static final Logger log = LoggerFactory.getLogger(NodeDisk.class);
  private static final Duration TOOL_PATIENCE = Duration.ofMinutes(2);
  private static final Duration HEALTH_PATIENCE = Duration.ofSeconds(30);

  /// Assemble; mount fails; format and mount: no way to the end is longer than this.
  private static final int MOST_ROUNDS = 5;

  private final DiskPlanner planner;
  private final DiskSurvey survey;
  private final StepRunner runner;

  NodeDisk(DiskSettings settings, Shell shell, DeviceNodes nodes) {
    Tools tools = new Tools(shell);
    this.planner = new DiskPlanner(settings);
    this.survey = new DiskSurvey(settings, nodes, tools);
    this.runner = new StepRunner(settings, survey, nodes, tools);
  }

  /// The disk of the machine that this runs on.
  public static NodeDisk of(DiskSettings settings) {
    return new NodeDisk(settings, new HostShell(TOOL_PATIENCE), new KernelNodes());
  }

  /// What was found and what would be done.
  public record Inspection(DiskFacts facts, DiskPlan plan) {}

  /// Looks and decides, and changes nothing.
  public Inspection inspect() throws IOException {
    DiskFacts facts = survey.look(Failures.none());
    return new Inspection(facts, planner.plan(facts));
  }

  /// Makes the models' file system ready, whatever part of that is done already.
  ///
  /// @throws IOException when a tool or the disk fails; running it again goes on from there
  public Prepared prepare() throws IOException {
    runner.settle();
    Failures failures = Failures.none();
    for (int round = 1; round <= MOST_ROUNDS; round++) {
      switch (planner.plan(survey.look(failures))) {
        case DiskPlan.Refused(List<Objection> objections) -> {
          return new Prepared.Refused(objections);
        }
        case DiskPlan.Proceed plan -> {
          log.info("{}", plan.why());
          plan.notes().forEach(note -> log.warn("{}", note));
          Failures after = carryOut(plan, failures);
          if (after == null) {
            return ready();
          }
          failures = after;
        }
      }
    }
    throw new DiskException(
        "the disk is still not ready after " + MOST_ROUNDS + " rounds: look into the log above");
  }

  /// @return what has failed so far, for another round; null when all is done
  private @Nullable Failures carryOut(DiskPlan.Proceed plan, Failures failures) throws IOException {
    for (Step step : plan.steps()) {
      switch (runner.run(step)) {
        case StepRunner.Outcome.Done() -> {}
        case StepRunner.Outcome.LookAgain() -> {
          return failures;
        }
        case StepRunner.Outcome.MountFailed(Volume volume, String message) -> {
          if (plan.steps().stream().anyMatch(Step.MakeFileSystem.class::isInstance)) {
            throw new DiskException("the new file system cannot be mounted: " + message);
          }
          log.warn("the file system on {} is given up: {}", volume, message);
          return failures.plusMount(volume);
        }
        case StepRunner.Outcome.AssemblyFailed(UUID array, String message) -> {
          log.warn("our array {} is given up: {}", array, message);
          return failures.plusAssembly(array);
        }
      }
    }
    return null;
  }

  private Prepared ready() throws IOException {
    Path root = survey.root().path();
    try {
      return switch (new DiskHealth(HEALTH_PATIENCE).check(root)) {
        case Health.Healthy healthy -> new Prepared.Ready(root, healthy);
        // The agent must start, because nobody else removes models.
        case Health.Full(String _, ByteSize size) ->
            new Prepared.Ready(root, new Health.Healthy(ByteSize.ZERO, size));
        case Health.Sick(String reason) -> throw new DiskException(reason);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (InterruptedIOException)
          new InterruptedIOException("interrupted while " + root + " was checked").initCause(e);
    }
  }
}
