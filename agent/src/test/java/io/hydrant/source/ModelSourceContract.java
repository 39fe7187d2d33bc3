package io.hydrant.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Checksum;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.Evidence;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.source.SourceException.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [ModelSource] promises, whatever keeps the objects.
public abstract class ModelSourceContract extends ModelSourceFaultContract {

  @Test
  void anEmptyBucketListsNothing() throws Exception {
    assertThat(list("")).isEmpty();
  }

  @Test
  void aListingTellsKeySizeAndETagOfEveryObject() throws Exception {
    byte[] small = bytes(10, 1);
    byte[] large = bytes(3 * MEBIBYTE, 2);
    Instant before = Instant.now().minusSeconds(60);
    bucket().put("loras/small.safetensors", small);
    bucket().put("checkpoints/large.safetensors", large);

    List<RemoteObject> listed = list("");

    assertThat(listed)
        .extracting(object -> object.key().value(), RemoteObject::size, RemoteObject::etag)
        .containsExactly(
            tuple(
                "checkpoints/large.safetensors",
                new ByteSize(large.length),
                new ETag(Checksums.md5Hex(large))),
            tuple(
                "loras/small.safetensors",
                new ByteSize(small.length),
                new ETag(Checksums.md5Hex(small))));
    assertThat(listed).allMatch(object -> object.lastModified().isAfter(before));
    assertThat(listed).noneMatch(RemoteObject::archived);
  }

  @Test
  void aListingIsConfinedToItsPrefix() throws Exception {
    Stream.of("prod/a", "prod/b/c", "prod2/d", "dev/prod/e", "f")
        .forEach(key -> bucket().put(key, bytes(5, 1)));

    assertThat(list("prod/"))
        .extracting(object -> object.key().value())
        .containsExactly("prod/a", "prod/b/c");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 150})
  void aListingOfSeveralPagesIsComplete(int folders) throws Exception {
    List<String> keys =
        Stream.concat(
                Stream.of("at the top", "vae/模 型+%/x"),
                IntStream.range(0, 1_100)
                    .mapToObj(i -> "loras/%d/%04d.safetensors".formatted(i % folders, i)))
            .toList();
    concurrently(16, puts(keys));

    assertThat(list(""))
        .extracting(object -> object.key().value())
        .containsExactlyInAnyOrderElementsOf(keys);
    assertThat(list("loras/1/")).hasSize(Math.ceilDiv(1_100 - 1, folders));
  }

  /// What is added to a listing of several pages.
  protected Stream<String> keysOfAllSorts() {
    return Stream.of("loras/!", "loras/5 模+%", "loras/\uffee", "loras/\ud83e\udd8a");
  }

  /// A source may list by what it remembers of the time before.
  @Test
  void aLaterListingOfSeveralPagesTellsWhatHasChanged() throws Exception {
    ModelSource source = source("loras/");
    Set<String> keys =
        IntStream.range(0, 2_100)
            .mapToObj("loras/%04d.safetensors"::formatted)
            .collect(Collectors.toCollection(HashSet::new));
    concurrently(16, puts(keys));
    assertThat(list(source)).containsExactlyInAnyOrderElementsOf(keys);

    for (int i = 850; i < 950; i++) {
      String key = "loras/%04d.safetensors".formatted(i);
      bucket().delete(key);
      keys.remove(key);
    }
    List<String> added =
        Stream.concat(
                keysOfAllSorts(), IntStream.range(0, 200).mapToObj("loras/1000-%03d"::formatted))
            .toList();
    concurrently(16, puts(added));
    bucket().put("lorb", bytes(1, 1));
    keys.addAll(added);

    assertThat(list(source)).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(list(source)).containsExactlyInAnyOrderElementsOf(keys);
  }

  private List<Callable<Object>> puts(Collection<String> keys) {
    return keys.stream()
        .map(key -> Executors.callable(() -> bucket().put(key, contentOf(key))))
        .toList();
  }

  private static List<String> list(ModelSource source) throws SourceException {
    List<String> keys = new ArrayList<>();
    source.list(object -> keys.add(object.key().value()));
    return keys;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loras/with space.safetensors",
        "loras/a+b=c&d;e,f@g:h!$'()*.safetensors",
        "loras/100%25 %2F%.safetensors",
        "loras/\"double\" and 'single' and `back`.safetensors",
        "loras/back\\slash|pipe^caret~tilde.safetensors",
        "loras/<xml>&amp;{json}[list].safetensors",
        "loras/?query=1#fragment.safetensors",
        "loras/grüße-Ångström.safetensors",
        "loras/模型/ラーメン/김치.safetensors",
        "loras/🦊🚀.safetensors",
        "loras/line\nfeed\ttab.safetensors",
        "loras/control\u0001\u001f\u007f.safetensors",
        "loras/...dots..safetensors",
        " leading and trailing ",
      })
  void aKeySurvivesListHeadAndFetch(String key) throws Exception {
    byte[] content = contentOf(key);
    bucket().put(key, content);

    assertThat(list("")).extracting(object -> object.key().value()).containsExactly(key);
    RemoteObject object = head(key);
    assertThat(object.key().value()).isEqualTo(key);
    RemoteObject fetched = source("").fetch(object, target(), _ -> {}).object();
    assertThat(fetched.key().value()).isEqualTo(key);
    assertThat(target()).hasBinaryContent(content);
  }

  @Test
  void headDescribesTheObjectAsTheListingDoes() throws Exception {
    bucket().put("vae/ae.safetensors", bytes(1000, 3));

    RemoteObject listed = list("").getFirst();
    RemoteObject head = head("vae/ae.safetensors");

    assertThat(head.key()).isEqualTo(listed.key());
    assertThat(head.size()).isEqualTo(listed.size());
    assertThat(head.etag()).isEqualTo(listed.etag());
    assertThat(head.lastModified().getEpochSecond())
        .isEqualTo(listed.lastModified().getEpochSecond());
  }

  @Test
  void thereIsNoHeadOfAnObjectThatIsNotThere() throws Exception {
    assertThat(source("").head(new ObjectKey("never/was"))).isEmpty();

    bucket().put("once/was", bytes(5, 1));
    bucket().delete("once/was");
    assertThat(source("").head(new ObjectKey("once/was"))).isEmpty();
    assertThat(list("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5 * MEBIBYTE, 40 * MEBIBYTE + 1})
  void aFetchWritesExactlyTheObject(int size) throws Exception {
    byte[] content = bytes(size, 4);
    bucket().put("checkpoints/model.safetensors", content);
    RemoteObject listed = list("").getFirst();
    AtomicLong progress = new AtomicLong();

    RemoteObject fetched = source("").fetch(listed, target(), progress::addAndGet).object();

    assertThat(Files.readAllBytes(target())).isEqualTo(content);
    assertThat(progress).hasValue(size);
    assertThat(fetched).isEqualTo(head("checkpoints/model.safetensors"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20 * MEBIBYTE})
  void aChecksumThatIsToldIsThatOfTheWholeObject(int size) throws Exception {
    byte[] content = bytes(size, 5);
    bucket().put("model", content);

    Checksum told = head("model").checksum();

    if (told != null) {
      assertThat(told).isEqualTo(Checksums.of(content, told.algorithm()));
    }
  }

  @Test
  void aFetchReplacesWhatTheTargetHeld() throws Exception {
    Files.write(target(), bytes(100_000, 6));
    byte[] content = bytes(1000, 7);
    bucket().put("model", content);

    source("").fetch(head("model"), target(), _ -> {});

    assertThat(Files.readAllBytes(target())).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1000, 8 * MEBIBYTE, 9 * MEBIBYTE, 20 * MEBIBYTE, 20 * MEBIBYTE + 1})
  void aResumedFetchEndsWithExactlyTheObject(int held) throws Exception {
    byte[] content = bytes(20 * MEBIBYTE, 14);
    bucket().put("model", content);
    Files.write(target(), Arrays.copyOf(content, held));

    Fetched fetched = source("").resume(head("model"), target(), _ -> {});

    assertThat(Files.readAllBytes(target())).isEqualTo(content);
    assertThat(fetched.object()).isEqualTo(head("model"));
    if (held >= 8 * MEBIBYTE && held <= content.length) {
      assertThat(fetched.evidence()).isNotInstanceOf(Evidence.Validated.class);
    }
    assertThat(namesIn(dir)).containsExactly("target");
  }

  @Test
  void aChangedObjectIsNotGoneOnFrom() throws Exception {
    byte[] before = bytes(20 * MEBIBYTE, 15);
    bucket().put("model", before);
    RemoteObject object = head("model");
    Files.write(target(), Arrays.copyOf(before, 8 * MEBIBYTE));
    bucket().put("model", bytes(20 * MEBIBYTE, 16));

    assertThat(failureOf(() -> source("").resume(object, target(), _ -> {})).kind())
        .isEqualTo(Kind.CHANGED);
  }

  @Test
  void concurrentFetchesDoNotMix() throws Exception {
    List<String> keys = IntStream.range(0, 24).mapToObj(i -> "loras/" + i).toList();
    for (String key : keys) {
      bucket().put(key, contentOf(key));
    }
    ModelSource source = source("");
    List<Callable<Path>> fetches = new ArrayList<>();
    for (RemoteObject object : list("")) {
      Path target = dir.resolve(object.key().value().replace('/', '-'));
      fetches.add(() -> {
        source.fetch(object, target, _ -> {});
        return target;
      });
    }

    concurrently(8, fetches);

    for (String key : keys) {
      assertThat(Files.readAllBytes(dir.resolve(key.replace('/', '-')))).isEqualTo(contentOf(key));
    }
  }

  private static byte[] contentOf(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
