package io.hydrant.testcloud;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A TCP proxy that remembers what clients send. Everything passes.
public final class RecordingProxy implements AutoCloseable {
  private static final Pattern HEAD =
      Pattern.compile("(?m)^[A-Z]+ \\S+ HTTP/1\\.1\\r\\n(?:[^\\r\\n]+\\r\\n)+\\r\\n");

  private final URI server;
  private final ServerSocket listener;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<ByteArrayOutputStream> sent = new CopyOnWriteArrayList<>();

  public RecordingProxy(URI server) throws IOException {
    this.server = server;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("recording-proxy").start(this::accept);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /// The requests until now: each with its first line and its headers, without its body.
  public List<String> requests() {
    return sent.stream()
        .map(bytes -> bytes.toString(StandardCharsets.ISO_8859_1))
        .flatMap(text -> HEAD.matcher(text).results().map(MatchResult::group))
        .toList();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket upstream = new Socket(server.getHost(), server.getPort());
        sockets.addAll(List.of(client, upstream));
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        sent.add(record);
        Thread.ofVirtual().start(() -> pump(client, upstream, record));
        Thread.ofVirtual().start(() -> pump(upstream, client, OutputStream.nullOutputStream()));
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  private static void pump(Socket from, Socket to, OutputStream record) {
    byte[] buffer = new byte[64 << 10];
    try (from;
        to) {
      for (int read = from.getInputStream().read(buffer);
          read >= 0;
          read = from.getInputStream().read(buffer)) {
        record.write(buffer, 0, read);
        to.getOutputStream().write(buffer, 0, read);
      }
    } catch (IOException _) {
      // One end is gone, so the other one goes too.
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
