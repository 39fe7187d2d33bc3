package io.hydrant.status;

import io.hydrant.catalog.ModelFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Tells a model and its version by one number.
///
/// The fingerprint of a set is the sum of its members', whatever their order, so that it can be
/// kept up to date model by model. Not thread-safe.
final class Fingerprint {
  private final MessageDigest sha256;

  Fingerprint() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  long of(ModelFile file) {
    sha256.update(file.path().value().getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) 0);
    sha256.update(file.object().etag().value().getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(sha256.digest()).getLong();
  }
}
