package io.hydrant.source.s3;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.crt.CrtRuntimeException;
import software.amazon.awssdk.crt.io.ClientBootstrap;
import software.amazon.awssdk.crt.io.EventLoopGroup;
import software.amazon.awssdk.crt.io.HostResolver;
import software.amazon.awssdk.crt.s3.S3Client;

/// The CRT's S3 client, which is there while somebody uses it. Its parts in flight, its connections
/// and its event loops are what an agent does not need that has nothing to fetch, and to open it
/// takes milliseconds. Thread-safe.
///
/// The event loops are its own. A loop that has fetched a part writes it past the page cache and
/// waits for the disk meanwhile, so there are many of them, and nothing else should wait behind.
final class LentClient {
  private final int eventLoops;
  private final Function<ClientBootstrap, S3Client> maker;

  @GuardedBy("this")
  private int users;

  @GuardedBy("this")
  private @Nullable S3Client client;

  /// @param maker opens a client, which is closed when its last user has given it back
  LentClient(int eventLoops, Function<ClientBootstrap, S3Client> maker) {
    this.eventLoops = eventLoops;
    this.maker = maker;
  }

  /// For one user.
  ///
  /// @throws software.amazon.awssdk.core.exception.SdkException when it cannot be opened
  synchronized Use use() {
    if (client == null) {
      client = open();
    }
    users++;
    return new Use(client);
  }

  private S3Client open() {
    // What is in use stays when it is closed here.
    try (EventLoopGroup loops = new EventLoopGroup(eventLoops);
        HostResolver resolver = new HostResolver(loops);
        ClientBootstrap bootstrap = new ClientBootstrap(loops, resolver)) {
      return maker.apply(bootstrap);
    } catch (CrtRuntimeException e) {
      throw CrtErrors.client(e.errorCode, e);
    }
  }

  private synchronized void giveBack() {
    users--;
    if (users == 0 && client != null) {
      client.close();
      client = null;
    }
  }

  /// Closed, the client has been given back.
  final class Use implements AutoCloseable {
    private final S3Client client;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Use(S3Client client) {
      this.client = client;
    }

    S3Client client() {
      return client;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        giveBack();
      }
    }
  }
}
