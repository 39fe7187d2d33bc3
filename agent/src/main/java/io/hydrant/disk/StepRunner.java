package io.hydrant.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out one step at a time, each after a last look at the disks that it writes.
final class StepRunner {
  private static final Logger log = LoggerFactory.getLogger(StepRunner.class);

  /// What `mount` says when a new file system would fare no better.
  private static final List<String> NOT_ITS_FAULT =
      List.of("unknown filesystem type", "busy", "permission denied", "not permitted");

  private final DiskSettings settings;
  private final DiskSurvey survey;
  private final WriteGuard guard;
  private final Tools tools;
  private final DiskFormatter formatter;

  StepRunner(DiskSettings settings, DiskSurvey survey, DeviceNodes nodes, Tools tools) {
    this.settings = settings;
    this.survey = survey;
    this.guard = new WriteGuard(survey, new SafetyChecks(settings));
    this.tools = tools;
    this.formatter = new DiskFormatter(guard, nodes, tools);
  }

  /// How a step ended.
  sealed interface Outcome {
    record Done() implements Outcome {}

    /// The plan has to be made again.
    record LookAgain() implements Outcome {}

    /// The volume carries a file system of ours that the kernel refuses.
    record MountFailed(Volume volume, String message) implements Outcome {}

    /// The array of ours does not start.
    record AssemblyFailed(UUID array, String message) implements Outcome {}
  }

  Outcome run(Step step) throws IOException {
    log.info("{}", step.text(settings.root()));
    return switch (step) {
      case Step.StopArray(Array array) -> {
        guard.requireStoppable(array);
        tools.mustChange(CommandLines.stopArray(array.node()));
        settle();
        yield new Outcome.Done();
      }
      case Step.Wipe(Volume volume) -> {
        tools.mustChange(CommandLines.wipe(guard.requireSafe(volume).node()));
        yield new Outcome.Done();
      }
      case Step.CreateArray(Volume volume) -> {
        createArray(volume);
        yield new Outcome.Done();
      }
      case Step.AssembleArray(Volume volume, UUID array) -> assemble(volume, array);
      case Step.LookAgain() -> new Outcome.LookAgain();
      case Step.MakeFileSystem(Volume volume, FileSystemKind kind) -> {
        formatter.format(volume, kind);
        yield new Outcome.Done();
      }
      case Step.Mount(Volume volume, FileSystemKind kind) -> mount(volume, kind);
      case Step.Bind(SharedSpace space) -> {
        bind(space);
        yield new Outcome.Done();
      }
      case Step.Furnish(SpaceLimit limit) -> {
        new NodeFolders(new NodeLayout(survey.root().path()), settings.owner()).make(limit);
        yield new Outcome.Done();
      }
    };
  }

  /// Gives udev, where there is one, the time to see what changed.
  void settle() {
    try {
      tools.ask(CommandLines.settle());
    } catch (IOException e) {
      log.debug("udev is not waited for", e);
    }
  }

  private void createArray(Volume volume) throws IOException {
    for (Disk disk : volume.disks()) {
      formatter.requireBlank(guard.requireSafe(new Volume(List.of(disk))));
    }
    tools.mustChange(CommandLines.createArray(volume.disks()));
    settle();
    WriteGuard.Device array = guard.requireSafeNewArray(volume);
    if (!(array.content() instanceof Content.Blank)) {
      tools.mustChange(CommandLines.wipe(array.node()));
    }
  }

  private Outcome assemble(Volume volume, UUID array) throws IOException {
    for (Disk disk : volume.disks()) {
      guard.requireSafe(new Volume(List.of(disk)));
    }
    List<String> command = CommandLines.assembleArray(volume.disks());
    Shell.Output output = tools.change(command);
    settle();
    if (output.succeeded()) {
      return new Outcome.Done();
    }
    // When udev was faster its array is as good as ours.
    return guard.areFree(volume.disks())
        ? new Outcome.AssemblyFailed(array, Tools.complaint(command, output))
        : new Outcome.LookAgain();
  }

  private Outcome mount(Volume volume, FileSystemKind kind) throws IOException {
    WriteGuard.Device device = guard.requireSafe(volume);
    Path root = requireFreeRoot();
    List<String> command = CommandLines.mount(kind, device.node(), root);
    Shell.Output output = tools.change(command);
    if (!output.succeeded()) {
      String complaint = Tools.complaint(command, output);
      if (NOT_ITS_FAULT.stream().anyMatch(output.err()::contains)) {
        throw new DiskException("the " + kind + " is kept, and could not be mounted: " + complaint);
      }
      return new Outcome.MountFailed(volume, complaint);
    }
    requireMounted(root, device.number(), "/");
    return new Outcome.Done();
  }

  private void bind(SharedSpace space) throws IOException {
    Files.createDirectories(space.directory());
    Path root = requireFreeRoot();
    tools.mustChange(CommandLines.bind(space.directory(), root));
    requireMounted(root, space.device(), space.root());
  }

  private Path requireFreeRoot() throws IOException {
    RootFacts root = survey.root();
    if (!(root.state() instanceof RootFacts.State.Free)) {
      throw new DiskException("'" + root.path() + "' is no longer empty: run prepare again");
    }
    if (!Files.exists(root.path(), LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(root.path());
    }
    return root.path();
  }

  private void requireMounted(Path root, DeviceNumber device, String folder) throws IOException {
    ToolJson.Mounted mounted = ToolJson.mounted(tools.ask(CommandLines.showMount(root)).out());
    if (mounted == null || !mounted.device().equals(device) || !mounted.root().equals(folder)) {
      throw new DiskException(
          "'"
              + root
              + "' should show "
              + folder
              + " of device "
              + device
              + " now, and shows "
              + (mounted == null ? "nothing" : mounted.root() + " of " + mounted.device())
              + ": unmount it by hand, run prepare again");
    }
  }
}
