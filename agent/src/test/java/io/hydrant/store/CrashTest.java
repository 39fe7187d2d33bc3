package io.hydrant.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.Evidence;
import io.hydrant.catalog.FileRecord;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.PresentFile;
import io.hydrant.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whenever a process ends, a name leads to the old file, to the new one, or to nothing.
class CrashTest {
  private static final Content OLD = new Content("the old bytes");
  private static final Content NEW = new Content("the new bytes, of which there are more");
  private static final String KEY = "loras/x/a";

  @TempDir private Path root;

  /// How far a publication comes before the process ends.
  enum Step {
    NOTHING_WRITTEN,
    HALF_WRITTEN,
    WRITTEN,
    VERIFIED,
    RECORDED,
    PUBLISHED
  }

  private ModelStore open() throws IOException {
    return ModelStore.open(new StorePaths(root), List.of(), false, "CrashTest");
  }

  /// Carries a publication out up to a step and leaves everything as it then is.
  private void publishUpTo(Step last) throws IOException {
    try (ModelStore store = open()) {
      StagedFile staged = store.stage(new ModelPath(KEY), NEW.object(KEY));
      if (last.compareTo(Step.HALF_WRITTEN) >= 0) {
        Files.write(staged.file(), Arrays.copyOf(NEW.bytes(), NEW.bytes().length / 2));
      }
      if (last.compareTo(Step.WRITTEN) >= 0) {
        Files.write(staged.file(), NEW.bytes());
      }
      if (last.compareTo(Step.VERIFIED) >= 0) {
        FileRecord record = staged.verify(NEW.object(KEY), Evidence.of(NEW.object(KEY)));
        if (last.compareTo(Step.RECORDED) >= 0) {
          RecordAttribute.write(staged.file(), record);
        }
        if (last.compareTo(Step.PUBLISHED) >= 0) {
          Publishing.publish(staged, record);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNameThatWasFreeLeadsToNothingUntilAllIsDone(Step last) throws IOException {
    publishUpTo(last);
    if (last == Step.PUBLISHED) {
      expect(NEW);
    } else {
      try (ModelStore store = open()) {
        assertThat(store.scan().files()).isEmpty();
      }
      expectNoLeftover();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNameThatWasTakenLeadsToTheOldFileUntilAllIsDone(Step last) throws IOException {
    try (ModelStore store = open()) {
      OLD.publish(store, KEY);
    }
    publishUpTo(last);
    expect(last == Step.PUBLISHED ? NEW : OLD);
  }

  private void expect(Content content) throws IOException {
    try (ModelStore store = open()) {
      assertThat(store.scan().files())
          .singleElement()
          .isInstanceOfSatisfying(
              PresentFile.Managed.class,
              file -> {
                assertThat(file.isIntact()).isTrue();
                assertThat(file.record().isOf(content.object(KEY))).isTrue();
              });
      assertThat(root.resolve("data").resolve(KEY)).hasBinaryContent(content.bytes());
    }
    expectNoLeftover();
  }

  private void expectNoLeftover() {
    assertThat(root.resolve(".hydrant/staging")).isEmptyDirectory();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {41, 42, 43, 44, 45})
  void aKilledProcessLeavesAWholeFile(long seed) throws IOException {
    Random random = new Random(seed);
    try (ChildJvm child = ChildJvm.start(PublishingProcess.class, Map.of(), root.toString())) {
      for (int i = random.nextInt(6); i >= 0; i--) {
        assertThat(child.readLine()).startsWith("published");
      }
      for (int i = random.nextInt(1_000_000); i >= 0; i--) {
        Thread.onSpinWait(); // Into some moment of the next publication.
      }
      child.kill();
    }
    try (ModelStore store = open()) {
      assertThat(store.scan().files())
          .singleElement()
          .isInstanceOfSatisfying(
              PresentFile.Managed.class,
              file -> {
                assertThat(file.isIntact()).isTrue();
                Content content =
                    Arrays.stream(PublishingProcess.CONTENTS)
                        .filter(each -> file.record().isOf(each.object(PublishingProcess.KEY)))
                        .findFirst()
                        .orElseThrow();
                assertThat(root.resolve("data").resolve(PublishingProcess.KEY))
                    .hasBinaryContent(content.bytes());
              });
    }
    expectNoLeftover();
  }
}
