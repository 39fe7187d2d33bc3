package io.hydrant.testcloud;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

  private final List<ByteArrayOutputStream> sent = new CopyOnWriteArrayList<>();
  private final LoopbackProxy proxy;

  public RecordingProxy(URI server) throws IOException {
    this.proxy = new LoopbackProxy(server, this::record);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.port());
  }

  /// The requests until now: each with its first line and its headers, without its body.
  public List<String> requests() {
    return sent.stream()
        .map(bytes -> bytes.toString(StandardCharsets.ISO_8859_1))
        .flatMap(text -> HEAD.matcher(text).results().map(MatchResult::group))
        .toList();
  }

  private void record(Socket client, OutputStream upstream) throws IOException {
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    sent.add(record);
    InputStream requests = client.getInputStream();
    byte[] buffer = new byte[64 << 10];
    for (int read = requests.read(buffer); read >= 0; read = requests.read(buffer)) {
      record.write(buffer, 0, read);
      upstream.write(buffer, 0, read);
    }
  }

  @Override
  public void close() {
    proxy.close();
  }
}
