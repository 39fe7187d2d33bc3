package io.hydrant.source.s3;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Checksum;
import io.hydrant.digest.Digest;
import io.hydrant.directio.DirectWrites;
import io.hydrant.source.s3.Engine.Arrival;
import io.hydrant.source.s3.Engine.Order;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.crt.CrtRuntimeException;
import software.amazon.awssdk.crt.auth.credentials.CredentialsProvider;
import software.amazon.awssdk.crt.auth.signing.AwsSigner;
import software.amazon.awssdk.crt.auth.signing.AwsSigningConfig;
import software.amazon.awssdk.crt.http.HttpException;
import software.amazon.awssdk.crt.http.HttpHeader;
import software.amazon.awssdk.crt.http.HttpRequest;
import software.amazon.awssdk.services.s3.model.ChecksumMode;

/// Fetches small objects by one plain request each: the answer is taken up in memory, compared with
/// its checksum there, and written in one go. The CRT's S3 client, made for large objects, takes
/// several times the processor time for one of 100 KiB. Thread-safe.
final class SmallFetch implements AutoCloseable {
  /// The largest object.
  static final ByteSize MOST = ByteSize.ofMebibytes(1);

  /// How many at the same time. With a buffer each this bounds their memory.
  static final int WIDTH = 32;

  private static final int LEAST_BUFFER_BYTES = 32 << 10;

  private final HttpConnections connections;
  private final Endpoints endpoints;
  private final CredentialsProvider credentials;
  private final Semaphore places = new Semaphore(WIDTH);
  private final Queue<ByteBuffer> buffers = new ConcurrentLinkedQueue<>();

  /// @param connections are closed with this
  SmallFetch(HttpConnections connections, Endpoints endpoints, CredentialsProvider credentials) {
    this.connections = connections;
    this.endpoints = endpoints;
    this.credentials = credentials;
  }

  /// Fetches an object, unless that takes another way: it is too large, too many are being fetched,
  /// or there was no answer, perhaps because S3 had just closed the connection.
  ///
  /// @return null when nothing has happened
  @Nullable Arrival fetch(Order order) throws IOException, InterruptedException, TimeoutException {
    if (order.object().size().compareTo(MOST) > 0 || !places.tryAcquire()) {
      return null;
    }
    ByteBuffer body = buffer((int) order.object().size().bytes());
    try {
      Answer answer = ask(order, body);
      return answer == null ? null : arrival(order, answer, body.flip());
    } finally {
      buffers.add(body);
      places.release();
    }
  }

  /// One with room enough, also for an error.
  private ByteBuffer buffer(int size) {
    ByteBuffer pooled = buffers.poll();
    if (pooled != null && pooled.capacity() >= size) {
      return pooled.clear();
    }
    int capacity = LEAST_BUFFER_BYTES;
    while (capacity < size) {
      capacity *= 2;
    }
    return DirectWrites.allocate(capacity);
  }

  private @Nullable Answer ask(Order order, ByteBuffer body)
      throws InterruptedException, TimeoutException {
    Endpoints.Address address = endpoints.of(order.bucket(), order.object().key().value());
    SmallGet get = new SmallGet(body);
    try (AwsSigningConfig signing =
        AwsSigningConfig.getDefaultS3SigningConfig(address.region(), credentials)) {
      HttpRequest signed = await(AwsSigner.signRequest(request(order, address), signing), order);
      SmallGet.End end = await(connections.send(address.endpoint(), signed, get), order);
      if (end.error() == 0) {
        return end.answer();
      }
      if (end.answer().status() == 0) {
        return null;
      }
      throw CrtErrors.client(end.error(), null);
    } finally {
      get.abandon();
    }
  }

  private static HttpRequest request(Order order, Endpoints.Address address) {
    HttpHeader[] headers = {
      new HttpHeader("Host", address.host()),
      new HttpHeader("If-Match", order.object().etag().toHeader()),
      new HttpHeader("x-amz-checksum-mode", ChecksumMode.ENABLED.toString())
    };
    return new HttpRequest("GET", address.path(), headers, null);
  }

  private static <T> T await(CompletableFuture<T> future, Order order)
      throws InterruptedException, TimeoutException {
    try {
      return future.get(order.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  private static SdkException failure(@Nullable Throwable cause) {
    return switch (cause) {
      case CrtRuntimeException e -> CrtErrors.client(e.errorCode, e);
      case HttpException e -> CrtErrors.client(e.getErrorCode(), e);
      case null, default -> throw new IllegalStateException(cause);
    };
  }

  private static @Nullable Arrival arrival(Order order, Answer answer, ByteBuffer body)
      throws IOException {
    if (answer.status() >= 300) {
      String text = StandardCharsets.UTF_8.decode(body).toString();
      throw CrtErrors.answer(answer.status(), answer.headers(), text);
    }
    Description description = AnswerHeaders.describe(order.object().key(), answer);
    if (description == null) {
      return null;
    }
    DirectWrites.write(order.target(), body);
    order.progress().accept(body.remaining());
    return new Arrival(description, isValid(body, description.object().checksum()));
  }

  /// A difference is reported by whoever reads the file again.
  private static boolean isValid(ByteBuffer bytes, @Nullable Checksum expected) {
    if (expected == null) {
      return false;
    }
    Digest digest = new Digest(expected.algorithm());
    digest.update(bytes);
    return digest.checksum().equals(expected);
  }

  @Override
  public void close() {
    connections.close();
  }
}
