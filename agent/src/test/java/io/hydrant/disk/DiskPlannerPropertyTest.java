package io.hydrant.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No plan ever writes to a disk that fails any safety check, whatever the facts.
///
/// The checks are written down here once more, from their definition and not from the code.
class DiskPlannerPropertyTest {
  private static final int CASES = 20_000;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 20261124, 42, -7, 987654321})
  void noPlanWritesToADiskThatFailsACheck(long seed) {
    Random random = new Random(seed);
    Set<Class<?>> seen = new HashSet<>();
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      DiskFacts facts = new RandomFacts(random).facts();
      DiskPlanner planner = new DiskPlanner(Sample.settings());
      switch (planner.plan(facts)) {
        case DiskPlan.Refused(List<Objection> objections) -> {
          assertThat(objections).as("case %d of seed %d", i, seed).isNotEmpty();
          refused++;
        }
        case DiskPlan.Proceed plan -> {
          List<String> violations = violations(plan, facts);
          String where = "case " + i + " of seed " + seed;
          assertThat(violations).as(() -> where + ": " + plan + " for " + facts).isEmpty();
          plan.steps().forEach(step -> seen.add(step.getClass()));
        }
      }
    }
    // Else the property would hold because nothing is ever planned.
    assertThat(seen).containsExactlyInAnyOrder(Step.class.getPermittedSubclasses());
    assertThat(refused).isBetween(CASES / 10, CASES * 99 / 100);
  }

  private static List<String> violations(DiskPlan.Proceed plan, DiskFacts facts) {
    List<String> violations = new ArrayList<>();
    Set<Array> stopped = new HashSet<>();
    Set<Volume> made = new HashSet<>();
    for (Step step : plan.steps()) {
      switch (step) {
        case Step.StopArray(Array array) -> {
          violations.addAll(unfitToStop(array, facts));
          stopped.add(array);
        }
        case Step.CreateArray(Volume volume) -> {
          writes(step, facts, stopped, violations);
          made.add(volume);
        }
        case Step.Wipe(Volume volume) ->
            throughArrayOrDisk(step, volume, facts, made, stopped, violations);
        case Step.MakeFileSystem(Volume volume, _) ->
            throughArrayOrDisk(step, volume, facts, made, stopped, violations);
        case Step.Mount(Volume volume, _) ->
            throughArrayOrDisk(step, volume, facts, made, stopped, violations);
        case Step.AssembleArray _ -> writes(step, facts, stopped, violations);
        case Step.Bind _, Step.Furnish _, Step.LookAgain _ -> assertThat(step.writesTo()).isEmpty();
      }
    }
    return violations;
  }

  /// An array that runs is written through itself: it must be fit, and so must its members, but for
  /// the fact that it holds them.
  private static void throughArrayOrDisk(
      Step step,
      Volume volume,
      DiskFacts facts,
      Set<Volume> made,
      Set<Array> stopped,
      List<String> violations) {
    if (volume.disks().size() == 1 || made.contains(volume)) {
      writes(step, facts, stopped, violations);
      return;
    }
    List<Array> running =
        facts.arrays().stream().filter(array -> array.members().equals(volume.names())).toList();
    if (running.isEmpty()) {
      violations.add("there is no array of " + volume);
    }
    for (Array array : running) {
      boolean fit =
          array.active()
              && array.label().equals("any:comfyui-models")
              && array.level().equals("raid0")
              && isUnused(array.usage(), Set.of())
              && array.usage().claim() == Usage.Claim.GRANTED
              && (array.content() instanceof Content.Blank
                  || array.content() instanceof Content.OurFileSystem);
      if (!fit) {
        violations.add(step + " goes through " + array);
      }
      writes(step, facts, Set.of(array), violations);
    }
  }

  private static void writes(
      Step step, DiskFacts facts, Set<Array> mayHold, List<String> violations) {
    for (Disk disk : step.writesTo()) {
      List<DiskState> states =
          facts.disks().stream().filter(state -> state.disk().equals(disk)).toList();
      assertThat(states).as("a plan names disks that exist").hasSize(1);
      if (!isFit(states.getFirst(), mayHold)) {
        violations.add(step + " writes to " + states.getFirst());
      }
    }
  }

  private static boolean isFit(DiskState state, Set<Array> mayHold) {
    boolean exactModel = state.disk().model().equals("Amazon EC2 NVMe Instance Storage");
    boolean nothingOrOurs =
        state.content() instanceof Content.Blank
            || state.content() instanceof Content.OurFileSystem
            || state.content() instanceof Content.OurMember;
    Set<String> holders = new HashSet<>(state.usage().holders());
    Set<String> allowed = new HashSet<>();
    for (Array array : mayHold) {
      if (array.members().contains(state.disk().name())) {
        allowed.add(array.name());
      }
    }
    boolean heldByOursOnly = !holders.isEmpty() && allowed.containsAll(holders);
    boolean exclusive = state.usage().claim() == Usage.Claim.GRANTED || heldByOursOnly;
    return exactModel
        && nothingOrOurs
        && isUnused(state.usage(), allowed)
        && exclusive
        && state.disk().size().bytes() > 0;
  }

  private static boolean isUnused(Usage usage, Set<String> allowedHolders) {
    return usage.partitions().isEmpty()
        && allowedHolders.containsAll(usage.holders())
        && usage.mounts().isEmpty()
        && !usage.swap()
        && !usage.carriesRoot()
        && usage.doubts().isEmpty();
  }

  /// Only an array of ours that does not run, that nobody uses and all of whose members are
  /// instance store.
  private static List<String> unfitToStop(Array array, DiskFacts facts) {
    boolean fit =
        array.label().equals("any:comfyui-models")
            && !array.active()
            && array.usage().mounts().isEmpty()
            && array.usage().holders().isEmpty()
            && array.members().stream()
                .allMatch(name ->
                    facts.disks().stream()
                        .anyMatch(state ->
                            state.disk().name().equals(name)
                                && state
                                    .disk()
                                    .model()
                                    .equals("Amazon EC2 NVMe Instance Storage")));
    return fit ? List.of() : List.of("stops " + array);
  }
}
