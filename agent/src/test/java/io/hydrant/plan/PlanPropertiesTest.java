package io.hydrant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.BucketView;
import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Catalog;
import io.hydrant.catalog.Glob;
import io.hydrant.catalog.Inventory;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.PresentFile;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.catalog.Samples;
import io.hydrant.catalog.Selection;
import io.hydrant.catalog.Skipped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Carries plans for random buckets and disks out on a disk of its own kind, and looks at what the
/// disk then holds.
class PlanPropertiesTest {
  private static final int ROUNDS = 1_500;

  /// A disk in memory that refuses what a real one would.
  private static final class Disk {
    final TreeMap<ModelPath, PresentFile> files = new TreeMap<>();
    private final long capacity;

    Disk(long capacity) {
      this.capacity = capacity;
    }

    boolean hasRoomFor(ModelPath path) {
      return path.ancestors().stream().noneMatch(files::containsKey)
          && files.keySet().stream().noneMatch(file -> file.ancestors().contains(path));
    }

    long free() {
      return capacity - files.values().stream().mapToLong(file -> file.size().bytes()).sum();
    }

    void remove(ModelPath path) {
      assertThat(files.remove(path)).isInstanceOf(PresentFile.Managed.class);
    }

    void publish(ModelFile file, long reserve) {
      // Staged beside the file that it replaces.
      assertThat(free() - file.size().bytes())
          .as("room for %s", file)
          .isGreaterThanOrEqualTo(reserve);
      assertThat(hasRoomFor(file.path())).as("a place for %s", file.path()).isTrue();
      files.put(file.path(), Samples.published(file.object()));
    }

    Map<ModelPath, PresentFile> foreign() {
      Map<ModelPath, PresentFile> foreign = new HashMap<>(files);
      foreign.values().removeIf(PresentFile.Managed.class::isInstance);
      return foreign;
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {31, 32, 33, 34, 35, 36})
  void carryingOutAPlanMakesTheDiskWhatIsWanted(long seed) {
    Random random = new Random(seed);
    int fetched = 0;
    int held = 0;
    for (int i = 0; i < ROUNDS; i++) {
      Catalog wanted = randomBucket(random).catalog();
      Disk disk = randomDisk(random);
      Inventory present = new Inventory(disk.files.values());
      Map<ModelPath, PresentFile> foreign = disk.foreign();
      long reserve = random.nextInt(30);
      DeleteGuard guard =
          random.nextBoolean() ? DeleteGuard.off() : new DeleteGuard(0.4, random.nextInt(3));
      DiskBudget budget = new DiskBudget(new ByteSize(disk.free()), new ByteSize(reserve));

      Plan plan = new Planner(guard).plan(wanted, present, budget);

      Set<ModelPath> planned = new HashSet<>();
      plan.kept().forEach(file -> assertThat(planned.add(file.path())).isTrue());
      plan.fetches().forEach(fetch -> assertThat(planned.add(fetch.file().path())).isTrue());
      Set<ObjectKey> skipped =
          plan.skipped().stream().map(Skipped::key).collect(Collectors.toSet());
      for (ModelFile file : wanted.files().values()) {
        assertThat(planned.contains(file.path()) ^ skipped.contains(file.object().key()))
            .as("%s is kept, fetched or skipped", file.path())
            .isTrue();
        if (file.isFolderIndex() && plan.fetches().stream().anyMatch(f -> f.file().equals(file))) {
          assertThat(planned).containsAll(membersOf(file.path(), wanted));
        }
      }
      plan.removals().forEach(removal -> disk.remove(removal.path()));
      plan.fetches().forEach(fetch -> disk.publish(fetch.file(), reserve));

      assertThat(disk.foreign()).isEqualTo(foreign);
      Set<ModelPath> heldPaths =
          plan.held() == null
              ? Set.of()
              : plan.held().removals().stream().map(Plan.Removal::path).collect(Collectors.toSet());
      disk.files.forEach((path, file) -> {
        if (file instanceof PresentFile.Managed managed && !heldPaths.contains(path)) {
          assertThat(wanted.files()).containsKey(path);
          if (planned.contains(path)) {
            RemoteObject object = Objects.requireNonNull(wanted.files().get(path)).object();
            assertThat(managed.record().isOf(object) && managed.isIntact()).isTrue();
          }
        }
      });
      assertThat(disk.files.keySet()).containsAll(planned);
      if (wanted.files().isEmpty() && !guard.disabled()) {
        assertThat(plan.removals()).isEmpty();
      }
      fetched += plan.fetches().size();
      held += plan.held() == null ? 0 : 1;

      Plan again =
          new Planner(guard)
              .plan(
                  wanted,
                  new Inventory(disk.files.values()),
                  new DiskBudget(new ByteSize(disk.free()), new ByteSize(reserve)));
      assertThat(again.kept()).as("a second plan finds the work done").containsAll(plan.kept());
      assertThat(again.removals()).extracting(Plan.Removal::path).isSubsetOf(heldPaths);
    }
    assertThat(fetched).isGreaterThan(ROUNDS);
    assertThat(held).isPositive();
  }

  private static List<ModelPath> membersOf(ModelPath index, Catalog wanted) {
    return wanted.files().keySet().stream().filter(index::isIndexOver).toList();
  }

  private static BucketView randomBucket(Random random) {
    BucketView view =
        new BucketView(
            new Selection("", List.of(), List.of(Glob.parse("**/x")), List.of(Glob.parse("b/**"))),
            true);
    for (int i = random.nextInt(8); i > 0; i--) {
      view.put(randomObject(random));
    }
    return view;
  }

  private static Disk randomDisk(Random random) {
    Disk disk = new Disk(60 + random.nextInt(200));
    for (int i = random.nextInt(8); i > 0; i--) {
      RemoteObject object = randomObject(random);
      PresentFile.Managed managed = Samples.published(object);
      PresentFile file =
          switch (random.nextInt(5)) {
            case 0 -> new PresentFile.Foreign(managed.path(), managed.size());
            case 1 ->
                new PresentFile.Managed(
                    managed.path(),
                    managed.record(),
                    managed.size(),
                    managed.modified().plusMillis(1));
            default -> managed;
          };
      if (disk.hasRoomFor(file.path()) && disk.free() >= file.size().bytes()) {
        disk.files.put(file.path(), file);
      }
    }
    return disk;
  }

  private static RemoteObject randomObject(Random random) {
    String alphabet = "abcx";
    StringBuilder key = new StringBuilder();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      key.append(key.isEmpty() ? "" : "/").append(alphabet.charAt(random.nextInt(4)));
    }
    if (random.nextInt(5) == 0) {
      key.append("/").append(ModelPath.FOLDER_INDEX);
    }
    return Samples.object(key.toString(), 1 + random.nextInt(40), "etag" + random.nextInt(2));
  }
}
