package io.hydrant.source.s3;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A TCP proxy that lets a connection carry one answer and ends it when the second request comes,
/// as a server does that has just closed an idle connection.
final class OneAnswerProxy implements AutoCloseable {
  private final URI server;
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Set<Closeable> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger unanswered = new AtomicInteger();

  OneAnswerProxy(URI server) throws IOException {
    this.server = server;
    Thread.ofVirtual().start(this::accept);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /// How many requests came to a connection that had carried its answer.
  int unanswered() {
    return unanswered.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        sockets.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket upstream = new Socket(server.getHost(), server.getPort())) {
      sockets.add(upstream);
      Thread.ofVirtual().start(() -> pass(upstream, client));
      byte[] request = new byte[8 << 10];
      InputStream requests = client.getInputStream();
      int length = requests.read(request);
      if (length > 0) {
        // A request without a body is one segment.
        upstream.getOutputStream().write(request, 0, length);
        if (requests.read() >= 0) {
          unanswered.incrementAndGet();
        }
      }
    } catch (IOException _) {
      // One of the two has gone.
    }
  }

  private static void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // One of the two has gone.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Closeable socket : sockets) {
      socket.close();
    }
  }
}
