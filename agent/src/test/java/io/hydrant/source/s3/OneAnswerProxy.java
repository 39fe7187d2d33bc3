package io.hydrant.source.s3;

import io.hydrant.testcloud.LoopbackProxy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/// A TCP proxy that lets a connection carry one answer and ends it when the second request comes,
/// as a server does that has just closed an idle connection.
final class OneAnswerProxy implements AutoCloseable {
  private final AtomicInteger unanswered = new AtomicInteger();
  private final LoopbackProxy proxy;

  OneAnswerProxy(URI server) throws IOException {
    this.proxy = new LoopbackProxy(server, this::passOne);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.port());
  }

  /// How many requests came to a connection that had carried its answer.
  int unanswered() {
    return unanswered.get();
  }

  private void passOne(Socket client, OutputStream upstream) throws IOException {
    InputStream requests = client.getInputStream();
    byte[] request = new byte[8 << 10];
    // A request without a body is one segment.
    int length = requests.read(request);
    if (length > 0) {
      upstream.write(request, 0, length);
      if (requests.read() >= 0) {
        unanswered.incrementAndGet();
      }
    }
  }

  @Override
  public void close() {
    proxy.close();
  }
}
