package io.hydrant.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ObjectKey;
import io.hydrant.source.InMemoryModelSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Looks at the disk from outside, as a reader of the models does, and knows what each key's object
/// has ever been.
final class DiskWitness {
  private static final byte[] FOREIGN = "not ours".getBytes(StandardCharsets.UTF_8);

  private final Path data;
  private final InMemoryModelSource bucket;
  private final Map<String, Set<ByteBuffer>> everPut = new HashMap<>();

  private final Set<ObjectKey> seenGone = new HashSet<>();

  DiskWitness(Path root, InMemoryModelSource bucket) throws IOException {
    this.data = root.resolve("data");
    this.bucket = bucket;
    Files.createDirectories(data.resolve("loras"));
    Files.write(data.resolve("loras/foreign.safetensors"), FOREIGN);
  }

  void put(String key, byte[] content) {
    everPut.computeIfAbsent(key, _ -> new HashSet<>()).add(ByteBuffer.wrap(content));
  }

  /// Whatever has a model's name is one whole state of its object; what is not ours is as it was.
  void check() throws IOException {
    Map<String, ByteBuffer> files = files();
    assertThat(files.remove("loras/foreign.safetensors")).isEqualTo(ByteBuffer.wrap(FOREIGN));
    files.forEach((path, content) ->
        assertThat(everPut.getOrDefault(path, Set.of()))
            .as("'%s' is a state that its object was in", path)
            .contains(content));
  }

  void checkAgreement() throws IOException {
    Map<String, ByteBuffer> wanted = new TreeMap<>();
    bucket.objects().forEach((key, content) -> wanted.put(key.value(), ByteBuffer.wrap(content)));
    Map<String, ByteBuffer> files = files();
    files.remove("loras/foreign.safetensors");
    assertThat(files).isEqualTo(wanted);
  }

  /// The agent asks the bucket for a key.
  void looked(ObjectKey key) {
    if (bucket.objects().containsKey(key)) {
      seenGone.remove(key);
    } else {
      seenGone.add(key);
    }
  }

  /// A model was unlinked. Its object may be back by now, but the agent must have seen it gone when
  /// it last asked.
  void removed(ObjectKey key) {
    assertThat(seenGone).as("what S3 was last seen to have is not removed").contains(key);
  }

  private Map<String, ByteBuffer> files() throws IOException {
    Map<String, ByteBuffer> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(data)) {
      List<Path> regular = paths.filter(Files::isRegularFile).toList();
      for (Path file : regular) {
        files.put(data.relativize(file).toString(), ByteBuffer.wrap(Files.readAllBytes(file)));
      }
    }
    return files;
  }
}
