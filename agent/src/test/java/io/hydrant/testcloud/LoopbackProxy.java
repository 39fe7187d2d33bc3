package io.hydrant.testcloud;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A TCP proxy on the loopback interface. Everything passes, unless requests are served otherwise.
public final class LoopbackProxy implements AutoCloseable {

  /// What happens to the bytes that a client sends. The answers pass by themselves.
  @FunctionalInterface
  public interface Requests {
    /// Returns when the connection is over.
    void pass(Socket client, OutputStream server) throws IOException;
  }

  private final URI server;
  private final ServerSocket listener;
  private final Requests requests;
  private final List<Closeable> sockets = new CopyOnWriteArrayList<>();

  public LoopbackProxy(URI server, Requests requests) throws IOException {
    this(server, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), requests);
  }

  /// @param listener is closed with the proxy
  public LoopbackProxy(URI server, ServerSocket listener, Requests requests) {
    this.server = server;
    this.listener = listener;
    this.requests = requests;
    Thread.ofVirtual().name("loopback-proxy").start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket upstream = new Socket(server.getHost(), server.getPort());
        sockets.addAll(List.of(client, upstream));
        Thread.ofVirtual().start(() -> serve(client, upstream));
        Thread.ofVirtual().start(() -> answer(upstream, client));
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  private void serve(Socket client, Socket upstream) {
    try (client;
        upstream) {
      requests.pass(client, upstream.getOutputStream());
    } catch (IOException _) {
      // One end is gone, so the other one goes too.
    }
  }

  private static void answer(Socket upstream, Socket client) {
    try (upstream;
        client) {
      upstream.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException _) {
      // One end is gone, so the other one goes too.
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Closeable socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
