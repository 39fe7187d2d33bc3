package io.hydrant.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The disks and arrays of a machine, what is on them, and which one is mounted.
///
/// A device is known by the disks that it is made of. What is on an array outlives the array: one
/// that is made again of the same disks shows it again.
final class SimulatedDisks {
  static final String MEMBER = "linux_raid_member";

  private static final long DISK_BYTES = 1L << 30;

  private final Map<String, String> models = new TreeMap<>();
  private final Map<String, RunningArray> arrays = new TreeMap<>();
  private final Map<UUID, Set<String>> madeOf = new HashMap<>();
  private final Map<Set<String>, Signature> signatures = new HashMap<>();
  private final Set<Set<String>> damaged = new HashSet<>();
  private @Nullable Set<String> mounted;

  /// @param members those that are there
  record RunningArray(UUID id, Set<String> members, boolean active) {}

  void add(String disk, String model) {
    models.put(disk, model);
  }

  void remove(String disk) {
    models.remove(disk);
    signatures.remove(Set.of(disk));
  }

  /// As new.
  void forget() {
    madeOf.clear();
    signatures.clear();
    damaged.clear();
  }

  boolean exists(String device) {
    return models.containsKey(device) || arrays.containsKey(device);
  }

  @Nullable Signature on(Set<String> disks) {
    return signatures.get(disks);
  }

  void put(Set<String> disks, @Nullable Signature signature) {
    if (signature == null) {
      signatures.remove(disks);
    } else {
      signatures.put(disks, signature);
      damaged.remove(disks);
    }
  }

  void damage(Set<String> disks) {
    damaged.add(disks);
  }

  boolean isDamaged(Set<String> disks) {
    return damaged.contains(disks);
  }

  void mount(Set<String> disks) {
    mounted = disks;
  }

  @Nullable Set<String> mounted() {
    return mounted;
  }

  Map<String, RunningArray> arrays() {
    return arrays;
  }

  void create(String array, Set<String> disks) {
    UUID id = UUID.randomUUID();
    for (String disk : disks) {
      signatures.put(Set.of(disk), new Signature(MEMBER, "any:comfyui-models", id.toString()));
    }
    madeOf.put(id, disks);
    arrays.put(array, new RunningArray(id, disks, true));
  }

  /// Starts an array when all its members were given; else tells that they were not.
  boolean assemble(String array, Set<String> disks) {
    UUID id = idOf(disks.iterator().next());
    if (!disks.equals(madeOf.get(id)) || damaged.contains(disks)) {
      return false;
    }
    arrays.put(array, new RunningArray(id, disks, true));
    return true;
  }

  UUID idOf(String member) {
    Signature signature = Objects.requireNonNull(signatures.get(Set.of(member)));
    return UUID.fromString(Objects.requireNonNull(signature.uuid()));
  }

  Set<String> madeOf(UUID id) {
    return Objects.requireNonNull(madeOf.get(id));
  }

  /// Mounts and arrays go; with udev, what is there of each array comes back.
  void reboot(boolean udev) {
    mounted = null;
    arrays.clear();
    if (!udev) {
      return;
    }
    for (Map.Entry<UUID, Set<String>> array : madeOf.entrySet()) {
      Set<String> present =
          array.getValue().stream()
              .filter(disk -> models.containsKey(disk) && isMemberOf(disk, array.getKey()))
              .collect(Collectors.toSet());
      if (!present.isEmpty()) {
        boolean all = present.equals(array.getValue());
        arrays.put("md127", new RunningArray(array.getKey(), present, all));
      }
    }
  }

  private boolean isMemberOf(String disk, UUID id) {
    Signature signature = signatures.get(Set.of(disk));
    return signature != null && id.toString().equals(signature.uuid());
  }

  boolean isBusy(String device) {
    boolean member = arrays.values().stream().anyMatch(array -> array.members().contains(device));
    return member || disksOf(device).equals(mounted);
  }

  Set<String> disksOf(String device) {
    RunningArray array = arrays.get(device);
    return array == null ? Set.of(device) : array.members();
  }

  String deviceOf(Set<String> disks) {
    return arrays.entrySet().stream()
        .filter(array -> array.getValue().members().equals(disks))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseGet(() -> disks.iterator().next());
  }

  DeviceNumber number(String device) {
    return device.startsWith("md")
        ? new DeviceNumber(9, Integer.parseInt(device.substring(2)))
        : new DeviceNumber(259, List.copyOf(models.keySet()).indexOf(device));
  }

  long bytes(String device) {
    RunningArray array = arrays.get(device);
    return array == null ? DISK_BYTES : array.active() ? DISK_BYTES * array.members().size() : 0;
  }

  /// Shows all this in sysfs and proc.
  void render(SimulatedTree tree, Path root) throws IOException {
    tree.clear();
    for (Map.Entry<String, String> disk : models.entrySet()) {
      tree.disk(disk.getKey(), number(disk.getKey()), DISK_BYTES, disk.getValue());
    }
    for (Map.Entry<String, RunningArray> array : arrays.entrySet()) {
      String name = array.getKey();
      String state = array.getValue().active() ? "clean" : "inactive";
      tree.array(name, number(name), bytes(name), state, array.getValue().members());
    }
    List<String> mounts = new ArrayList<>(List.of("22 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw"));
    if (mounted != null) {
      String device = deviceOf(mounted);
      mounts.add("27 22 %s / %s rw - xfs /dev/%s rw".formatted(number(device), root, device));
    }
    tree.mounts(mounts);
  }
}
