package io.hydrant.source.s3;

import io.hydrant.catalog.RemoteObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import software.amazon.awssdk.core.exception.SdkException;

/// Brings the bytes of objects into files by native code. Thread-safe.
interface Engine extends AutoCloseable {

  /// One object on its way into one file.
  ///
  /// @param bucket where the object is
  /// @param object the state that is asked for; no other one is fetched
  /// @param target what [io.hydrant.source.ModelSource#fetch] says of it
  /// @param patience how long nothing may arrive
  /// @param progress is called with the bytes that have newly arrived
  record Order(
      String bucket, RemoteObject object, Path target, Duration patience, LongConsumer progress) {}

  /// What S3 and the engine say of what arrived.
  ///
  /// @param described the object as it was read
  /// @param validated whether the engine compared the checksum in the description with all bytes
  record Arrival(Description described, boolean validated) {}

  /// Fetches, and returns when native code has let go of the target.
  ///
  /// @param held how many bytes of the object the target begins with; 0 discards what it holds
  /// @throws IOException when the file cannot be written
  /// @throws SdkException when S3 did not give the object
  /// @throws InterruptedException when the thread was interrupted
  /// @throws TimeoutException when nothing arrived for too long
  Arrival fetch(Order order, long held) throws IOException, InterruptedException, TimeoutException;

  /// What [io.hydrant.source.ModelSource#fillsInPlace] says.
  boolean fillsInPlace();

  @Override
  void close();
}
