package io.hydrant.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ObjectKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Looks at the disk from outside, as a reader of the models does, and knows what each key's object
/// is and has ever been.
final class DiskWitness {
  private static final String FOREIGN = "loras/foreign.safetensors";

  /// Is there for a moment at each start, where no reader of models looks.
  private static final String PROBE = ".hydrant.probe";

  private static final byte[] FOREIGN_BYTES = "not ours".getBytes(StandardCharsets.UTF_8);

  private final Path data;
  private final SortedMap<String, byte[]> objects = new TreeMap<>();

  /// Every content that a key has had, with the number of the change that brought it last.
  private final Map<String, Map<ByteBuffer, Integer>> everPut = new HashMap<>();

  /// What the agent said to be published and nobody has removed, by the number of its change.
  private final Map<String, Integer> promised = new TreeMap<>();

  private final Set<String> seenGone = new HashSet<>();
  private Map<String, ByteBuffer> lastSeen = new TreeMap<>();
  private int changes;

  DiskWitness(Path root) throws IOException {
    this.data = root.resolve("data");
    Path folder = Files.createDirectories(data.resolve(FOREIGN)).getParent();
    Files.delete(data.resolve(FOREIGN));
    Path file = Files.write(data.resolve(FOREIGN), FOREIGN_BYTES);
    Path above = Objects.requireNonNull(root.getParent());
    for (Path each : List.of(file, Objects.requireNonNull(folder), data, root, above)) {
      try (FileChannel channel = FileChannel.open(each, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  void put(String key, byte[] content) {
    objects.put(key, content.clone());
    everPut.computeIfAbsent(key, _ -> new HashMap<>()).put(ByteBuffer.wrap(content), ++changes);
  }

  void delete(String key) {
    objects.remove(key);
  }

  /// The contents of all objects.
  SortedMap<String, byte[]> objects() {
    return Collections.unmodifiableSortedMap(objects);
  }

  /// The agent asked the bucket for a key.
  void looked(ObjectKey key, boolean found) {
    if (found) {
      seenGone.remove(key.value());
    } else {
      seenGone.add(key.value());
    }
  }

  /// The agent says that a model is on the disk for good.
  void published(String path) {
    try {
      promised.put(path, changeOf(path, files().get(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whatever has a model's name is one whole state of its object; what is not ours is as it was;
  /// and what is gone was removed only because its object was, when the agent last asked.
  void check() throws IOException {
    Map<String, ByteBuffer> files = files();
    files.remove(PROBE);
    files.forEach(this::changeOf);
    for (String path : lastSeen.keySet()) {
      if (!files.containsKey(path)) {
        assertThat(seenGone).as("what S3 was last seen to have is not removed").contains(path);
        promised.remove(path);
      }
    }
    lastSeen = files;
  }

  /// What was said to be on the disk for good is there, unless it was replaced or removed since.
  void checkWhatAPowerLossSpares() throws IOException {
    lastSeen = files();
    lastSeen.remove(PROBE);
    promised.forEach((path, change) ->
        assertThat(changeOf(path, lastSeen.get(path)))
            .as("the state of '%s' that was published last", path)
            .isGreaterThanOrEqualTo(change));
  }

  void checkAgreement() throws IOException {
    Map<String, ByteBuffer> wanted = new TreeMap<>();
    objects.forEach((key, content) -> wanted.put(key, ByteBuffer.wrap(content)));
    assertThat(files()).isEqualTo(wanted);
  }

  private int changeOf(String path, @Nullable ByteBuffer content) {
    assertThat(content).as("what has the name '%s'", path).isNotNull();
    Integer change = everPut.getOrDefault(path, Map.of()).get(content);
    if (change == null) {
      throw new AssertionError("'" + path + "' is in a state that its object was never in");
    }
    return change;
  }

  private Map<String, ByteBuffer> files() throws IOException {
    Map<String, ByteBuffer> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(data)) {
      for (Path file : paths.filter(Files::isRegularFile).toList()) {
        files.put(data.relativize(file).toString(), ByteBuffer.wrap(Files.readAllBytes(file)));
      }
    }
    assertThat(files.remove(FOREIGN)).isEqualTo(ByteBuffer.wrap(FOREIGN_BYTES));
    return files;
  }
}
