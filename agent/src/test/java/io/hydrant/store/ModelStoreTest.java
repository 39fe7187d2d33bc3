package io.hydrant.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Checksum;
import io.hydrant.catalog.Evidence;
import io.hydrant.catalog.FileRecord;
import io.hydrant.catalog.ModelPath;
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
import java.nio.file.Path;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelStoreTest extends StoreFixture {
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
    assertThat(RecordAttribute.read(file, RecordAttribute.buffer()))
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
      Publishing.publish(staged, record);
    }
    assertThat(PublishedBytes.damageOf(paths, managed("loras/a"))).isNull();
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
  void damageIsFoundByReadingThoughSizeAndTimeAreUnchanged() throws IOException {
    ONE.publish(store(), "loras/a");
    assertThat(PublishedBytes.damageOf(paths, managed("loras/a"))).isNull();
    Files.writeString(data("loras/a"), TWO.text());
    Files.setLastModifiedTime(data("loras/a"), FileTime.from(Samples.MODIFIED));
    assertThat(managed("loras/a").isIntact()).isTrue();
    assertThat(PublishedBytes.damageOf(paths, managed("loras/a")))
        .contains("its checksum is CRC32C:")
        .contains("was published");
    Files.writeString(data("loras/a"), "short");
    assertThat(PublishedBytes.damageOf(paths, managed("loras/a")))
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
