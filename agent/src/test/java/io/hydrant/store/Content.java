package io.hydrant.store;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Checksum;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.Evidence;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.catalog.Samples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/// The bytes of a model, and the object that a bucket would have of them.
public record Content(String text) {

  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public RemoteObject object(String key) {
    CRC32C crc = new CRC32C();
    crc.update(bytes());
    byte[] value = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
    return new RemoteObject(
        new ObjectKey(key),
        new ByteSize(bytes().length),
        new ETag(HexFormat.of().formatHex(value)),
        Samples.MODIFIED,
        "version-1",
        new Checksum(Checksum.Algorithm.CRC32C, Base64.getEncoder().encodeToString(value)),
        false);
  }

  /// Publishes it under its key.
  public void publish(ModelStore store, String key) throws IOException {
    try (StagedFile staged = store.stage(new ModelPath(key), object(key))) {
      Files.write(staged.file(), bytes());
      Publishing.publish(staged, staged.verify(object(key), Evidence.of(object(key))));
    }
  }
}
