package io.hydrant.source.s3;

import io.hydrant.source.s3.Engine.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.crt.auth.signing.AwsSigningConfig;
import software.amazon.awssdk.crt.s3.S3Client;
import software.amazon.awssdk.crt.s3.S3MetaRequestOptions;

/// The requests of one order side by side, and the bytes that have arrived of it.
final class CrtTransfer {
  private final S3Client client;
  private final Order order;
  private final AtomicLong arrived = new AtomicLong();

  CrtTransfer(S3Client client, Order order) {
    this.client = client;
    this.order = order;
  }

  /// Returns when all have ended well, or one has not; native code has then let go of the file.
  ///
  /// @throws software.amazon.awssdk.core.exception.SdkException when S3 did not give the object
  /// @throws TimeoutException when nothing arrived for too long
  List<CrtRequest.End> run(List<S3MetaRequestOptions> all)
      throws InterruptedException, TimeoutException {
    BlockingQueue<CrtRequest.End> ended = new LinkedBlockingQueue<>();
    List<CrtRequest> requests = new ArrayList<>();
    List<CrtRequest.End> ends = new ArrayList<>();
    try {
      for (S3MetaRequestOptions options : all) {
        try (AwsSigningConfig _ = options.getSigningConfig()) {
          requests.add(new CrtRequest(client, options, this::add, ended::add));
        }
      }
      while (ends.size() < requests.size()) {
        long before = arrived.get();
        CrtRequest.End end = ended.poll(order.patience().toMillis(), TimeUnit.MILLISECONDS);
        if (end == null) {
          if (arrived.get() == before) {
            throw new TimeoutException();
          }
        } else if (end.context().getErrorCode() != 0) {
          throw CrtErrors.of(end.context());
        } else {
          ends.add(end);
        }
      }
      return ends;
    } finally {
      requests.forEach(CrtRequest::close);
    }
  }

  /// Tells what the CRT has not.
  ///
  /// @param bytes that should have arrived
  void complete(long bytes) {
    if (bytes > arrived.get()) {
      add(bytes - arrived.get());
    }
  }

  private void add(long bytes) {
    arrived.addAndGet(bytes);
    order.progress().accept(bytes);
  }
}
