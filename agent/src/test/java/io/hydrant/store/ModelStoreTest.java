package io.hydrant.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Checksum;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.Evidence;
import io.hydrant.catalog.FileRecord;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.PresentFile;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.catalog.Samples;
import io.hydrant.source.Checksums;
import io.hydrant.store.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelStoreTest {
  private static final Content ONE = new Content("the first bytes");
  private static final Content TWO = new Content("THE OTHER BYTES"); // As many.

  private static final RemoteObject LARGE =
      RemoteObject.of(
          new ObjectKey("loras/a"), ByteSize.ofMebibytes(64), new ETag("1234"), Samples.MODIFIED);

  @TempDir private Path root;
  @TempDir private Path outside;
  private StorePaths paths = new StorePaths(Path.of(""));
  private @Nullable ModelStore open;

  @BeforeEach
  void open() throws IOException {
    paths = new StorePaths(root);
    open(false);
  }

  @AfterEach
  void close() throws IOException {
    store().close();
  }

  private void open(boolean replaceForeign) throws IOException {
    open =
        ModelStore.open(
            paths,
            List.of(new ModelPath("loras"), new ModelPath("vae")),
            replaceForeign,
            "ModelStoreTest");
  }

  private void reopen(String boot) throws IOException {
    store().close();
    open = ModelStore.open(paths, List.of(new ModelPath("loras")), false, "ModelStoreTest", boot);
  }

  private void reopen(boolean replaceForeign) throws IOException {
    store().close();
    open(replaceForeign);
  }

  private ModelStore store() {
    return Objects.requireNonNull(open);
  }

  private Path data(String path) {
    return paths.data().resolve(path);
  }

  private StagedFile stage(String path, Content content) throws IOException {
    return store().stage(new ModelPath(path), content.object(path));
  }

  private static StoreException failureOf(ThrowingCallable call) {
    return Objects.requireNonNull(
        catchThrowableOfType(StoreException.class, call), "nothing was thrown");
  }

  private List<Path> staged() throws IOException {
    try (Stream<Path> entries = Files.list(paths.staging())) {
      return entries.toList();
    }
  }

  private PresentFile.Managed managed(String path) throws IOException {
    return (PresentFile.Managed) Objects.requireNonNull(store().scan().get(new ModelPath(path)));
  }

  @Test
  void categoriesExistFromTheStart() {
    assertThat(data("loras")).isEmptyDirectory();
    assertThat(data("vae")).isEmptyDirectory();
  }

  @Test
  void aPublishedModelHasItsBytesItsTimeAndItsRecord() throws IOException {
    ONE.publish(store(), "diffusers/x/unet/a.safetensors");
    Path file = data("diffusers/x/unet/a.safetensors");
    assertThat(file).hasContent(ONE.text());
    assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(Samples.MODIFIED);
    RemoteObject object = ONE.object("diffusers/x/unet/a.safetensors");
    assertThat(RecordAttribute.read(file))
        .isEqualTo(
            new FileRecord(
                object.key(),
                object.etag(),
                "version-1",
                Objects.requireNonNull(object.checksum()),
                object.size(),
                Samples.MODIFIED));
    assertThat(managed("diffusers/x/unet/a.safetensors").isIntact()).isTrue();
    assertThat(staged()).isEmpty();
  }

  @Test
  void aReplacedModelIsAnotherFileSoThatReadersKeepTheOldOne() throws IOException {
    ONE.publish(store(), "loras/a");
    try (InputStream reader = Files.newInputStream(data("loras/a"))) {
      TWO.publish(store(), "loras/a");
      assertThat(reader.readAllBytes()).isEqualTo(ONE.bytes());
    }
    assertThat(data("loras/a")).hasContent(TWO.text());
    assertThat(managed("loras/a").record().isOf(TWO.object("loras/a"))).isTrue();
  }

  @Test
  void aChecksumIsComputedWhereTheBucketHasNone() throws IOException {
    RemoteObject object = Samples.object("loras/a", ONE.bytes().length);
    try (StagedFile staged = store().stage(new ModelPath("loras/a"), object)) {
      Files.write(staged.file(), ONE.bytes());
      FileRecord record = staged.verify(object, Evidence.of(object));
      assertThat(record.checksum().algorithm()).isEqualTo(Checksum.Algorithm.CRC64NVME);
      staged.publish(record);
    }
    assertThat(ModelStore.damageOf(paths, managed("loras/a"))).isNull();
  }

  @Test
  void whatWasValidatedWhileItArrivedIsNotReadAgain() throws IOException {
    Checksum told = new Checksum(Checksum.Algorithm.CRC64NVME, "notthisone==");
    RemoteObject object = ONE.object("loras/a");
    try (StagedFile staged = stage("loras/a", ONE)) {
      Files.write(staged.file(), ONE.bytes());
      assertThat(staged.verify(object, new Evidence.Validated(told)).checksum()).isEqualTo(told);
    }
  }

  @Test
  void theSizeIsComparedWhateverWasValidated() throws IOException {
    RemoteObject object = ONE.object("loras/a");
    Evidence validated =
        new Evidence.Validated(new Checksum(Checksum.Algorithm.CRC64NVME, "notthisone=="));
    try (StagedFile staged = stage("loras/a", ONE)) {
      Files.writeString(staged.file(), "the first");
      assertThat(failureOf(() -> staged.verify(object, validated)).kind()).isEqualTo(Kind.CORRUPT);
    }
  }

  @Test
  void everyPartIsComparedWhereOnlyPartsHaveChecksums() throws IOException {
    RemoteObject object = Samples.object("loras/a", 10);
    Evidence parts = parts("01234", "56789");
    try (StagedFile staged = store().stage(new ModelPath("loras/a"), object)) {
      Files.writeString(staged.file(), "0123456789");
      FileRecord record = staged.verify(object, parts);
      assertThat(record.checksum()).isEqualTo(crc64("0123456789"));

      for (String damaged : List.of("x123456789", "012345678x", "0123x56789")) {
        Files.writeString(staged.file(), damaged);
        assertThat(failureOf(() -> staged.verify(object, parts)).kind()).isEqualTo(Kind.CORRUPT);
      }
    }
  }

  @Test
  void partsThatAreNotTheWholeObjectProveNothing() throws IOException {
    RemoteObject object = Samples.object("loras/a", 10);
    try (StagedFile staged = store().stage(new ModelPath("loras/a"), object)) {
      Files.writeString(staged.file(), "0123456789");
      assertThat(failureOf(() -> staged.verify(object, parts("01234"))).kind())
          .isEqualTo(Kind.CORRUPT);
    }
  }

  private static Evidence parts(String... contents) {
    return new Evidence.Parts(
        Stream.of(contents)
            .map(part -> new Evidence.Part(new ByteSize(part.length()), crc64(part)))
            .toList());
  }

  private static Checksum crc64(String text) {
    return Checksums.of(text.getBytes(StandardCharsets.UTF_8), Checksum.Algorithm.CRC64NVME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "the first byte", "the first bytes and more", "the first bytez"})
  void bytesThatAreNotTheObjectsAreNeverPublished(String arrived) throws IOException {
    ONE.publish(store(), "vae/old");
    RemoteObject object = ONE.object("loras/a");
    try (StagedFile staged = stage("loras/a", ONE)) {
      Files.writeString(staged.file(), arrived);
      StoreException failure = failureOf(() -> staged.verify(object, Evidence.of(object)));
      assertThat(failure.kind()).isEqualTo(Kind.CORRUPT);
      assertThat(failure).hasMessageStartingWith("'loras/a' did not arrive as it is: ");
    }
    assertThat(data("loras/a")).doesNotExist();
    assertThat(staged()).isEmpty();
  }

  @Test
  void nothingThatArrivedIsCorruptToo() throws IOException {
    try (StagedFile staged = stage("loras/a", ONE)) {
      StoreException failure =
          failureOf(() -> staged.verify(ONE.object("loras/a"), Evidence.of(ONE.object("loras/a"))));
      assertThat(failure.kind()).isEqualTo(Kind.CORRUPT);
      assertThat(failure).hasMessageContaining("0 bytes arrived of 15");
    }
  }

  @Test
  void aStagedFileThatIsNotPublishedIsGone() throws IOException {
    ONE.publish(store(), "loras/a");
    try (StagedFile staged = stage("loras/a", TWO)) {
      Files.write(staged.file(), TWO.bytes());
    }
    assertThat(staged()).isEmpty();
    assertThat(data("loras/a")).hasContent(ONE.text());
  }

  @Test
  void stagingSurvivesThatSomebodyCleansItUp() throws IOException {
    Files.delete(paths.staging());
    ONE.publish(store(), "loras/a");
    assertThat(data("loras/a")).hasContent(ONE.text());
  }

  @Test
  void leftoversOfAnEarlierRunAreRemovedAtTheStart() throws IOException {
    Files.writeString(paths.staging().resolve("0123.part"), "half");
    Files.createDirectories(paths.staging().resolve("folder/in/folder"));
    Files.writeString(paths.staging().resolve("folder/in/file"), "x");
    Files.createSymbolicLink(paths.staging().resolve("link"), outside);
    Path kept = Files.writeString(outside.resolve("kept"), "x");
    reopen(false);
    assertThat(staged()).isEmpty();
    assertThat(kept).exists();
  }

  @Test
  void aFolderThatIsPrunedMeanwhileStandsInNobodysWay() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    Thread pruner =
        Thread.ofPlatform()
            .start(() -> {
              try {
                while (done.getCount() > 0) {
                  ONE.publish(store(), "loras/x/a");
                  store().remove(new ModelPath("loras/x/a"));
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    try {
      for (int i = 0; i < 2_000; i++) {
        stage("loras/x/b", TWO).close();
      }
    } finally {
      done.countDown();
      pruner.join();
    }
  }

  @Test
  void aLaterFetchOfTheSameStateGoesOnFromWhatWasLeft() throws IOException {
    leaveHalf("boot-1");
    reopen("boot-1");
    try (StagedFile staged = store().stage(new ModelPath("loras/a"), LARGE)) {
      assertThat(staged.isResumed()).isTrue();
      assertThat(staged.file()).hasContent("half");
    }
    assertThat(staged()).isEmpty();
  }

  @Test
  void anotherStateOfTheObjectBeginsAnew() throws IOException {
    leaveHalf("boot-1");
    RemoteObject changed =
        RemoteObject.of(LARGE.key(), LARGE.size(), new ETag("5678"), Samples.MODIFIED);
    try (StagedFile staged = store().stage(new ModelPath("loras/a"), changed)) {
      assertThat(staged.isResumed()).isFalse();
    }
  }

  @Test
  void afterAnotherBootNothingIsGoneOnFrom() throws IOException {
    leaveHalf("boot-1");
    reopen("boot-2");
    assertThat(staged()).isEmpty();
  }

  @Test
  void whatWasNotWrittenInOrderIsNotGoneOnFrom() throws IOException {
    Path file = leaveHalf("boot-1");
    Files.createFile(file.resolveSibling(file.getFileName() + ".unordered"));
    reopen("boot-1");
    assertThat(staged()).isEmpty();
  }

  @Test
  void whatWasLeftGoesWhenRoomIsShort() throws IOException {
    leaveHalf("boot-1");
    RemoteObject tooMuch =
        Samples.object("loras/b", Files.getFileStore(root).getTotalSpace() + (1L << 40));
    assertThat(failureOf(() -> store().stage(new ModelPath("loras/b"), tooMuch)).kind())
        .isEqualTo(Kind.FULL);
    assertThat(staged()).isEmpty();
  }

  private Path leaveHalf(String boot) throws IOException {
    reopen(boot);
    try (StagedFile staged = store().stage(new ModelPath("loras/a"), LARGE)) {
      staged.prepare(LARGE);
      Files.writeString(staged.file(), "half", StandardOpenOption.WRITE);
      staged.leave();
      return staged.file();
    }
  }

  @Test
  void aForeignFileIsRefusedBeforeTheFirstByte() throws IOException {
    Files.writeString(data("loras/a"), "mine");
    StoreException failure = failureOf(() -> stage("loras/a", ONE));
    assertThat(failure.kind()).isEqualTo(Kind.FOREIGN);
    assertThat(failure)
        .hasMessage(
            "'"
                + data("loras/a")
                + "' is there and Hydrant did not publish it: move it away, or allow --replace-foreign");
  }

  @Test
  void aForeignFileThatComesWhileBytesFlowIsNotReplaced() throws IOException {
    try (StagedFile staged = stage("loras/a", ONE)) {
      Files.write(staged.file(), ONE.bytes());
      FileRecord record = staged.verify(ONE.object("loras/a"), Evidence.of(ONE.object("loras/a")));
      Files.writeString(data("loras/a"), "mine");
      assertThat(failureOf(() -> staged.publish(record)).kind()).isEqualTo(Kind.FOREIGN);
    }
    assertThat(data("loras/a")).hasContent("mine");
  }

  @Test
  void aForeignFileIsReplacedWhereThatIsAllowed() throws IOException {
    reopen(true);
    assertThat(store().replacesForeign()).isTrue();
    Files.writeString(data("loras/a"), "mine");
    ONE.publish(store(), "loras/a");
    assertThat(data("loras/a")).hasContent(ONE.text());
  }

  @Test
  void aLinkIsReplacedItselfAndNotWhatItLeadsTo() throws IOException {
    Path target = Files.writeString(outside.resolve("target"), "outside");
    Files.createSymbolicLink(data("loras/a"), target);
    assertThat(failureOf(() -> stage("loras/a", ONE)).kind()).isEqualTo(Kind.FOREIGN);
    reopen(true);
    ONE.publish(store(), "loras/a");
    assertThat(Files.isRegularFile(data("loras/a"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(target).hasContent("outside");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noModelIsPublishedThroughALinkedFolder(boolean replaceForeign) throws IOException {
    reopen(replaceForeign);
    Files.createSymbolicLink(data("loras/x"), outside);
    StoreException failure = failureOf(() -> stage("loras/x/a", ONE));
    assertThat(failure.kind()).isEqualTo(Kind.FOREIGN);
    assertThat(failure)
        .hasMessage(
            "'"
                + data("loras/x")
                + "' stands where the folder of 'loras/x/a' must be: move it away");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aFolderLinkThatComesWhileBytesFlowIsNotFollowed() throws IOException {
    try (StagedFile staged = stage("loras/x/a", ONE)) {
      Files.write(staged.file(), ONE.bytes());
      FileRecord record =
          staged.verify(ONE.object("loras/x/a"), Evidence.of(ONE.object("loras/x/a")));
      Files.createSymbolicLink(data("loras/x"), outside);
      assertThat(failureOf(() -> staged.publish(record)).kind()).isEqualTo(Kind.FOREIGN);
    }
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aFileWhereAFolderMustBeIsNamed() throws IOException {
    ONE.publish(store(), "loras/x");
    assertThat(failureOf(() -> stage("loras/x/a", ONE)).kind()).isEqualTo(Kind.FOREIGN);
    assertThat(data("loras/x")).hasContent(ONE.text());
  }

  @Test
  void anEmptyFolderGivesWayToAModelAndOneWithSomethingInItDoesNot() throws IOException {
    Files.createDirectories(data("loras/x"));
    ONE.publish(store(), "loras/x");
    assertThat(data("loras/x")).hasContent(ONE.text());

    Files.createDirectories(data("loras/y/z"));
    StoreException failure = failureOf(() -> stage("loras/y", ONE));
    assertThat(failure.kind()).isEqualTo(Kind.FOREIGN);
    assertThat(failure)
        .hasMessage("'" + data("loras/y") + "' is a folder with something in it: move it away");
  }

  @Test
  void noModelTakesTheNameOfACategory() throws IOException {
    StoreException failure = failureOf(() -> stage("loras", ONE));
    assertThat(failure.kind()).isEqualTo(Kind.FOREIGN);
    assertThat(failure)
        .hasMessageContaining("'loras' is the name of a folder that always exists")
        .hasMessageContaining("rename the object");
    assertThat(data("loras")).isEmptyDirectory();
  }

  @Test
  void aRemovedModelTakesItsEmptyFoldersAlongButNoCategory() throws IOException {
    ONE.publish(store(), "loras/x/y/a");
    ONE.publish(store(), "other/x/a");
    ONE.publish(store(), "other/b");
    assertThat(store().remove(new ModelPath("loras/x/y/a"))).isTrue();
    assertThat(store().remove(new ModelPath("other/x/a"))).isTrue();
    assertThat(data("loras")).isEmptyDirectory();
    assertThat(data("other/x")).doesNotExist();
    assertThat(data("other/b")).exists();
    assertThat(store().remove(new ModelPath("other/b"))).isTrue();
    assertThat(data("other")).doesNotExist();
    assertThat(store().scan().files()).isEmpty();
  }

  @Test
  void readersOfARemovedModelKeepIt() throws IOException {
    ONE.publish(store(), "loras/a");
    try (InputStream reader = Files.newInputStream(data("loras/a"))) {
      store().remove(new ModelPath("loras/a"));
      assertThat(reader.readAllBytes()).isEqualTo(ONE.bytes());
    }
  }

  @Test
  void whatHydrantDidNotPublishIsNeverRemoved() throws IOException {
    Files.createDirectories(data("loras/x"));
    Files.writeString(data("loras/x/mine"), "mine");
    Files.createSymbolicLink(data("loras/link"), outside);
    ONE.publish(store(), "loras/x/a");
    assertThat(store().remove(new ModelPath("loras/x/mine"))).isFalse();
    assertThat(store().remove(new ModelPath("loras/x"))).isFalse();
    assertThat(store().remove(new ModelPath("loras/link"))).isFalse();
    assertThat(store().remove(new ModelPath("loras/none"))).isFalse();
    assertThat(store().remove(new ModelPath("loras/x/a"))).isTrue();
    assertThat(data("loras/x/mine")).hasContent("mine");
    assertThat(Files.isSymbolicLink(data("loras/link"))).isTrue();
  }

  @Test
  void nothingIsRemovedBehindALinkedFolder() throws IOException {
    ONE.publish(store(), "loras/x/a");
    Files.move(data("loras/x"), outside.resolve("x"));
    Files.createSymbolicLink(data("loras/x"), outside.resolve("x"));
    assertThat(store().remove(new ModelPath("loras/x/a"))).isFalse();
    assertThat(outside.resolve("x/a")).exists();
  }

  @Test
  void damageIsFoundByReadingThoughSizeAndTimeAreUnchanged() throws IOException {
    ONE.publish(store(), "loras/a");
    assertThat(ModelStore.damageOf(paths, managed("loras/a"))).isNull();
    Files.writeString(data("loras/a"), TWO.text());
    Files.setLastModifiedTime(data("loras/a"), FileTime.from(Samples.MODIFIED));
    assertThat(managed("loras/a").isIntact()).isTrue();
    assertThat(ModelStore.damageOf(paths, managed("loras/a")))
        .contains("its checksum is CRC32C:")
        .contains("was published");
    Files.writeString(data("loras/a"), "short");
    assertThat(ModelStore.damageOf(paths, managed("loras/a")))
        .isEqualTo("it has 5 bytes, 15 were published");
  }

  @Test
  void whatTheDiskCannotHoldIsRefusedBeforeTheFirstByte() throws IOException {
    ByteSize available = store().available();
    assertThat(available.isZero()).isFalse();
    RemoteObject object = Samples.object("loras/a", Long.MAX_VALUE);
    StoreException failure = failureOf(() -> store().stage(new ModelPath("loras/a"), object));
    assertThat(failure.kind()).isEqualTo(Kind.FULL);
    assertThat(failure)
        .hasMessageContaining("'loras/a' needs 8.0 EiB")
        .hasMessageContaining("free some space");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loras/two words+plus%2F.safetensors",
        "loras/it's \"quoted\" \\ back",
        "loras/模型/🐎.safetensors",
        "loras/line\nbreak",
        "loras/Case",
        "loras/case",
        "...",
        ".hydrant/staging/x",
        "-rf",
        "$(reboot)"
      })
  void anOddNameIsMirroredAsItIs(String key) throws IOException {
    ONE.publish(store(), key);
    assertThat(store().scan().files())
        .extracting(PresentFile::path)
        .containsExactly(new ModelPath(key));
    assertThat(data(key)).hasContent(ONE.text());
    assertThat(store().remove(new ModelPath(key))).isTrue();
    assertThat(data(""))
        .isDirectoryNotContaining(path -> !List.of(data("loras"), data("vae")).contains(path));
  }

  @Test
  void theLongestKeyIsMirrored() throws IOException {
    String key = ("模".repeat(85) + "/").repeat(3) + "模".repeat(85) + "/"; // 1,024 bytes.
    String shorter = key.substring(0, key.length() - 1);
    ONE.publish(store(), shorter);
    assertThat(managed(shorter).isIntact()).isTrue();
  }

  @Test
  void aSecondStoreOnTheDirectoryIsRefusedUntilTheFirstIsClosed() throws IOException {
    assertThatThrownBy(() -> ModelStore.open(paths, List.of(), false, "second"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("another Hydrant works on " + root);
    assertThat(data("loras")).isEmptyDirectory();
    reopen(false);
    ONE.publish(store(), "loras/a");
  }

  @Test
  void foldersAreNotPrunedUnderAModelThatIsBeingPublished() throws Exception {
    int threads = 4;
    CyclicBarrier start = new CyclicBarrier(threads);
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < threads; i++) {
        String key = "loras/x/y/" + i;
        running.add(
            executor.submit(() -> {
              start.await();
              for (int round = 0; round < 40; round++) {
                ONE.publish(store(), key);
                assertThat(store().remove(new ModelPath(key))).isTrue();
              }
              ONE.publish(store(), key);
              return null;
            }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
    assertThat(store().scan().files()).hasSize(threads);
  }
}
