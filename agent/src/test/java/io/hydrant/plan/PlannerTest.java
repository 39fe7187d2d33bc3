package io.hydrant.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hydrant.catalog.BucketView;
import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Catalog;
import io.hydrant.catalog.Glob;
import io.hydrant.catalog.Inventory;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.PresentFile;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.catalog.Samples;
import io.hydrant.catalog.Selection;
import io.hydrant.catalog.SkipReason;
import io.hydrant.catalog.Skipped;
import io.hydrant.plan.Plan.Fetch;
import io.hydrant.plan.Plan.FetchReason;
import io.hydrant.plan.Plan.Removal;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {
  private static final DeleteGuard NONE_MAY_GO = new DeleteGuard(0, 0);

  private final Planner planner = new Planner(DeleteGuard.off());

  private static Catalog catalog(RemoteObject... objects) {
    return catalog(Selection.all(), objects);
  }

  private static Catalog catalog(Selection selection, RemoteObject... objects) {
    BucketView view = new BucketView(selection, true);
    Stream.of(objects).forEach(view::put);
    return view.catalog();
  }

  private static Inventory inventory(PresentFile... files) {
    return new Inventory(List.of(files));
  }

  private static PresentFile foreign(String path) {
    return new PresentFile.Foreign(new ModelPath(path), new ByteSize(1));
  }

  private static DiskBudget budget(long available, long reserve) {
    return new DiskBudget(new ByteSize(available), new ByteSize(reserve));
  }

  private Plan plan(Catalog catalog, Inventory inventory) {
    return planner.plan(catalog, inventory, DiskBudget.unlimited());
  }

  private static List<String> fetched(Plan plan) {
    return plan.fetches().stream().map(fetch -> fetch.file().path().value()).toList();
  }

  private static List<String> removed(List<Removal> removals) {
    return removals.stream().map(removal -> removal.path().value()).toList();
  }

  @Test
  void anEmptyDiskGetsEverything() {
    RemoteObject object = Samples.object("loras/a", 5);
    Plan plan = plan(catalog(object), Inventory.empty());
    assertThat(plan.fetches())
        .containsExactly(new Fetch(Samples.file("loras/a", 5), FetchReason.MISSING));
    assertThat(plan.fetchSize()).isEqualTo(new ByteSize(5));
    assertThat(plan.isEmpty()).isFalse();
  }

  @Test
  void aFileThatIsAsItShouldBeIsKept() {
    RemoteObject object = Samples.object("loras/a", 5);
    Plan plan = plan(catalog(object), inventory(Samples.published(object)));
    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.kept()).containsExactly(Samples.file("loras/a", 5));
    assertThat(plan.keptSize()).isEqualTo(new ByteSize(5));
  }

  @Test
  void anObjectWithTheSameSizeAndAnotherETagIsFetchedAgain() {
    PresentFile old = Samples.published(Samples.object("loras/a", 5, "one"));
    Plan plan = plan(catalog(Samples.object("loras/a", 5, "two")), inventory(old));
    assertThat(plan.fetches()).extracting(Fetch::reason).containsExactly(FetchReason.CHANGED);
    assertThat(plan.removals()).isEmpty();
  }

  @Test
  void aFileThatWasMadeOfAnotherKeyIsFetchedAgain() {
    Selection below = new Selection("m/", List.of(), List.of(), List.of());
    PresentFile old = Samples.published(Samples.object("loras/a", 5));
    Plan plan = plan(catalog(below, Samples.object("m/loras/a", 5)), inventory(old));
    assertThat(plan.fetches()).extracting(Fetch::reason).containsExactly(FetchReason.CHANGED);
  }

  @Test
  void aFileThatSomebodyWroteToIsFetchedAgain() {
    RemoteObject object = Samples.object("loras/a", 5);
    PresentFile.Managed good = Samples.published(object);
    PresentFile longer =
        new PresentFile.Managed(good.path(), good.record(), new ByteSize(6), good.modified());
    PresentFile later =
        new PresentFile.Managed(
            good.path(), good.record(), good.size(), good.modified().plusNanos(1));
    for (PresentFile damaged : List.of(longer, later)) {
      assertThat(plan(catalog(object), inventory(damaged)).fetches())
          .extracting(Fetch::reason)
          .containsExactly(FetchReason.DAMAGED);
    }
  }

  @Test
  void aPublishedFileThatIsNoLongerWantedGoesAndAForeignOneStays() {
    RemoteObject gone = Samples.object("loras/gone", 5);
    Plan plan = plan(catalog(), inventory(Samples.published(gone), foreign("loras/foreign")));
    assertThat(plan.removals())
        .extracting(Removal::path, Removal::record)
        .containsExactly(tuple(new ModelPath("loras/gone"), Samples.record(gone)));
  }

  @Test
  void aModelWithTheNameOfAForeignFileIsSkippedAndNamed() {
    Plan plan = plan(catalog(Samples.object("loras/a", 5)), inventory(foreign("loras/a")));
    assertThat(plan.fetches()).isEmpty();
    assertThat(plan.skipped())
        .containsExactly(
            new Skipped(
                new ObjectKey("loras/a"),
                new ByteSize(5),
                SkipReason.FOREIGN_FILE,
                "Hydrant did not publish it and leaves it alone: move it away, or allow --replace-foreign"));
  }

  @Test
  void aForeignFileIsReplacedWhereThatIsAllowed() {
    Planner replacing = new Planner(DeleteGuard.off(), true);
    Plan plan =
        replacing.plan(
            catalog(Samples.object("loras/a", 5), Samples.object("vae/b", 5)),
            inventory(foreign("loras/a"), foreign("vae"), foreign("loras/other")),
            DiskBudget.unlimited());
    assertThat(plan.fetches())
        .extracting(fetch -> fetch.file().path().value(), Fetch::reason)
        .containsExactly(tuple("loras/a", FetchReason.FOREIGN));
    assertThat(plan.skipped())
        .extracting(Skipped::key, Skipped::reason)
        .containsExactly(tuple(new ObjectKey("vae/b"), SkipReason.FOREIGN_FILE));
    assertThat(plan.removals()).isEmpty();
  }

  @Test
  void aForeignFileWhereAFolderMustBeIsNamed() {
    Plan plan = plan(catalog(Samples.object("loras/x/y/a", 5)), inventory(foreign("loras/x")));
    assertThat(plan.skipped())
        .extracting(Skipped::reason, Skipped::detail)
        .containsExactly(tuple(SkipReason.FOREIGN_FILE, "'loras/x' is in its way: move it away"));
  }

  @Test
  void aForeignFileInAFolderWhereAModelMustBeIsNamed() {
    Plan plan =
        plan(
            catalog(Samples.object("loras/x", 5)),
            inventory(foreign("loras/x/y"), foreign("loras/x0")));
    assertThat(plan.skipped())
        .extracting(Skipped::reason, Skipped::detail)
        .containsExactly(tuple(SkipReason.FOREIGN_FILE, "'loras/x/y' is in its way: move it away"));
  }

  @Test
  void aFileGivesWayToAFolderAndAFolderToAFile() {
    PresentFile file = Samples.published(Samples.object("a", 5));
    PresentFile inFolder = Samples.published(Samples.object("b/c", 5));
    Plan plan =
        plan(catalog(Samples.object("a/x", 5), Samples.object("b", 5)), inventory(file, inFolder));
    assertThat(removed(plan.removals())).containsExactly("a", "b/c");
    assertThat(fetched(plan)).containsExactly("a/x", "b");
  }

  @Test
  void whatWaitsForAHeldRemovalIsSkippedAndNamed() {
    PresentFile file = Samples.published(Samples.object("a", 5));
    PresentFile inFolder = Samples.published(Samples.object("b/c", 5));
    Plan plan =
        new Planner(NONE_MAY_GO)
            .plan(
                catalog(Samples.object("a/x", 5), Samples.object("b", 5)),
                inventory(file, inFolder),
                DiskBudget.unlimited());
    assertThat(plan.fetches()).isEmpty();
    assertThat(plan.skipped())
        .extracting(skip -> skip.key().value(), Skipped::reason, Skipped::detail)
        .containsExactly(
            tuple("a/x", SkipReason.SHADOWED, "'a' is in its way, and its removal is held"),
            tuple("b", SkipReason.SHADOWED, "'b/c' is in its way, and its removal is held"));
  }

  @Test
  void anArchivedObjectIsSkippedUnlessItIsOnTheDiskAlready() {
    RemoteObject listed = Samples.object("loras/a", 5);
    RemoteObject archived =
        new RemoteObject(
            listed.key(), listed.size(), listed.etag(), listed.lastModified(), null, null, true);
    assertThat(plan(catalog(archived), Inventory.empty()).skipped())
        .extracting(Skipped::reason)
        .containsExactly(SkipReason.ARCHIVED);
    assertThat(plan(catalog(archived), inventory(Samples.published(listed))).kept()).hasSize(1);
  }

  @Test
  void whatTheCatalogLeftOutStaysNamedInThePlan() {
    Plan plan = plan(catalog(Samples.object("../a", 5)), Inventory.empty());
    assertThat(plan.skipped()).extracting(Skipped::reason).containsExactly(SkipReason.UNSAFE_KEY);
  }

  @Test
  void anEmptyListingRemovesNothing() {
    Plan plan =
        new Planner(new DeleteGuard(1, 1_000))
            .plan(
                catalog(),
                inventory(Samples.published(Samples.object("a", 5))),
                DiskBudget.unlimited());
    assertThat(plan.removals()).isEmpty();
    Plan.Held held = Objects.requireNonNull(plan.held());
    assertThat(held.reason()).contains("the bucket lists no wanted model at all");
    assertThat(removed(held.removals())).containsExactly("a");
    assertThat(plan.isEmpty()).isTrue();
  }

  @Test
  void heldRemovalsMakeNoRoom() {
    PresentFile old = Samples.published(Samples.object("old", 100));
    Catalog wanted = catalog(Samples.object("new", 60));
    assertThat(fetched(planner.plan(wanted, inventory(old), budget(10, 0)))).containsExactly("new");
    Plan held = new Planner(NONE_MAY_GO).plan(wanted, inventory(old), budget(10, 0));
    assertThat(held.fetches()).isEmpty();
    assertThat(held.skipped()).extracting(Skipped::reason).containsExactly(SkipReason.NO_SPACE);
  }

  @Test
  void aReplacedFileMakesNoRoomBecauseItStaysUntilTheNewOneIsThere() {
    PresentFile old = Samples.published(Samples.object("a", 100, "one"));
    Plan plan =
        planner.plan(catalog(Samples.object("a", 100, "two")), inventory(old), budget(99, 0));
    assertThat(plan.fetches()).isEmpty();
    assertThat(plan.removals()).isEmpty();
  }

  @Test
  void theReserveStaysFreeAndWhatDoesNotFitLeavesRoomForWhatDoes() {
    Catalog wanted =
        catalog(
            Samples.object("big", 60), Samples.object("middle", 50), Samples.object("small", 30));
    Plan plan = planner.plan(wanted, Inventory.empty(), budget(100, 10));
    assertThat(fetched(plan)).containsExactly("big", "small");
    assertThat(plan.skipped())
        .containsExactly(
            new Skipped(
                new ObjectKey("middle"),
                new ByteSize(50),
                SkipReason.NO_SPACE,
                "it needs 50 B and 30 B are left beside the reserve of 10 B"));
  }

  @ParameterizedTest
  @CsvSource({"100, 100, 0", "101, 100, 1", "50, 100, 0", "0, 0, 0"})
  void noBudgetIsBelowZero(long available, long reserve, int fetches) {
    Plan plan =
        planner.plan(
            catalog(Samples.object("a", 1)), Inventory.empty(), budget(available, reserve));
    assertThat(plan.fetches()).hasSize(fetches);
    assertThat(budget(available, reserve).usable().bytes()).isEqualTo(fetches);
  }

  @Test
  void criticalModelsComeFirstThenLargeOnesThenByName() {
    Selection selection =
        new Selection(
            "", List.of(), List.of(), List.of(Glob.parse("vae/*"), Glob.parse("loras/*")));
    Plan plan =
        plan(
            catalog(
                selection,
                Samples.object("checkpoints/large", 900),
                Samples.object("checkpoints/b", 50),
                Samples.object("checkpoints/a", 50),
                Samples.object("loras/x", 7),
                Samples.object("vae/x", 1),
                Samples.object("vae/y", 2)),
            Inventory.empty());
    assertThat(fetched(plan))
        .containsExactly(
            "vae/y", "vae/x", "loras/x", "checkpoints/large", "checkpoints/a", "checkpoints/b");
  }

  @Test
  void anIndexComesAfterTheModelsOfItsPriorityAndGoesBeforeThem() {
    RemoteObject index = Samples.object("diffusers/x/model_index.json", 500);
    RemoteObject member = Samples.object("diffusers/x/a", 5);
    assertThat(fetched(plan(catalog(index, member), Inventory.empty())))
        .containsExactly("diffusers/x/a", "diffusers/x/model_index.json");
    Plan removal = plan(catalog(), inventory(Samples.published(member), Samples.published(index)));
    assertThat(removed(removal.removals()))
        .containsExactly("diffusers/x/model_index.json", "diffusers/x/a");
  }

  @Test
  void anIndexIsLeftOutWithAModelOfItsFolder() {
    Catalog wanted =
        catalog(
            Samples.object("diffusers/x/model_index.json", 1),
            Samples.object("diffusers/x/unet/a", 500),
            Samples.object("diffusers/y/model_index.json", 1),
            Samples.object("diffusers/y/a", 5));
    Plan plan = planner.plan(wanted, Inventory.empty(), budget(100, 0));
    assertThat(fetched(plan)).containsExactly("diffusers/y/a", "diffusers/y/model_index.json");
    assertThat(plan.skipped())
        .extracting(skip -> skip.key().value(), Skipped::reason)
        .containsExactlyInAnyOrder(
            tuple("diffusers/x/unet/a", SkipReason.NO_SPACE),
            tuple("diffusers/x/model_index.json", SkipReason.NO_SPACE));
    assertThat(plan.skipped())
        .extracting(Skipped::detail)
        .contains("its folder would not be complete without 'diffusers/x/unet/a'");
  }
}
