package io.hydrant.source.s3;

import io.hydrant.aws.AwsCall;
import io.hydrant.catalog.RemoteObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.transfer.s3.S3TransferManager;

/// Fetches with `S3TransferManager` over the SDK's CRT client. It does not tell whether a checksum
/// was compared, so nothing that it fetches counts as validated.
final class TransferManagerEngine implements Engine {
  private final S3AsyncClient client;
  private final S3TransferManager transfers;
  private final AtomicLong fetches = new AtomicLong();

  /// @param client is closed with the engine
  TransferManagerEngine(S3AsyncClient client) {
    this.client = client;
    this.transfers = S3TransferManager.builder().s3Client(client).build();
  }

  /// Always begins anew.
  @Override
  public Arrival fetch(Order order, long held)
      throws IOException, InterruptedException, TimeoutException {
    Path target = order.target();
    // Native code must have let go of the target at the end, whatever the end is: so it never has
    // it, only this file of its own, which is the target in the end or nothing.
    Path arriving = target.resolveSibling(target.getFileName() + "." + fetches.incrementAndGet());
    // Of a path that it cannot write the CRT says no more than that it is invalid.
    Files.createFile(arriving);
    try {
      release(target);
      Description described = download(order, arriving);
      Files.move(arriving, target, StandardCopyOption.ATOMIC_MOVE);
      return new Arrival(described, false);
    } finally {
      Files.deleteIfExists(arriving);
    }
  }

  /// Gives back what an old target takes: there may not be room for it and a new one.
  private static void release(Path target) throws IOException {
    if (Files.isRegularFile(target)) {
      try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
    }
  }

  private Description download(Order order, Path file)
      throws IOException, InterruptedException, TimeoutException {
    RemoteObject object = order.object();
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(order.bucket())
            .key(object.key().value())
            .ifMatch(object.etag().toHeader())
            .checksumMode(ChecksumMode.ENABLED)
            .build();
    Download download = AwsCall.of(() -> new Download(transfers, request, file, order.progress()));
    return ObjectDescription.of(object.key(), download.await(order.patience()));
  }

  @Override
  public boolean fillsInPlace() {
    return false;
  }

  @Override
  public void close() {
    transfers.close();
    client.close();
  }
}
