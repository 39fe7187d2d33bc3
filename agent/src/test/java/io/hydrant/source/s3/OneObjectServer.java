package io.hydrant.source.s3;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hydrant.catalog.ObjectKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/// An S3 with one object, of which it keeps the CRC32C: of the whole, or of the parts that it was
/// uploaded in. It answers whoever asks, as S3 does: a GET of a range tells no checksum, one of a
/// part tells the part's.
final class OneObjectServer implements AutoCloseable {
  static final ObjectKey KEY = new ObjectKey("checkpoints/model.safetensors");

  private static final String ETAG = "\"0123456789abcdef0123456789abcdef-2\"";
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");
  private static final Pattern PART = Pattern.compile("(?:.*&)?partNumber=(\\d+).*");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final byte[] served;
  private final int partBytes;
  private final String[] partChecksums;
  private final String checksum;

  /// @param partBytes 0 for an object that was uploaded in one piece
  OneObjectServer(HttpServer server, byte[] content, int partBytes) {
    this.server = server;
    this.served = content.clone();
    this.partBytes = partBytes == 0 ? content.length : partBytes;
    this.partChecksums =
        IntStream.range(0, Math.ceilDiv(content.length, this.partBytes))
            .mapToObj(part -> crc32c(Arrays.copyOfRange(content, start(part), end(part))))
            .toArray(String[]::new);
    this.checksum = partBytes == 0 ? partChecksums[0] : composite();
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  static OneObjectServer overHttp(byte[] content, int partBytes) throws IOException {
    return new OneObjectServer(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0),
        content,
        partBytes);
  }

  int port() {
    return server.getAddress().getPort();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /// From now on a bit of the bytes is another one than when the object was uploaded.
  void flip(int at) {
    served[at] ^= 1;
  }

  private boolean isComposite() {
    return checksum.indexOf('-') >= 0;
  }

  private int start(int part) {
    return part * partBytes;
  }

  private int end(int part) {
    return Math.min(served.length, start(part) + partBytes);
  }

  private String composite() {
    byte[] sums =
        Arrays.stream(partChecksums)
            .map(Base64.getDecoder()::decode)
            .collect(
                () -> ByteBuffer.allocate(4 * partChecksums.length),
                ByteBuffer::put,
                ByteBuffer::put)
            .array();
    return crc32c(sums) + "-" + partChecksums.length;
  }

  private static String crc32c(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String query = String.valueOf(exchange.getRequestURI().getRawQuery());
      String match = exchange.getRequestHeaders().getFirst("If-Match");
      Matcher part = PART.matcher(query);
      String range = exchange.getRequestHeaders().getFirst("Range");
      Matcher bytes = RANGE.matcher(String.valueOf(range));
      exchange.getResponseHeaders().set("ETag", ETAG);
      exchange.getResponseHeaders().set("Last-Modified", "Sat, 28 Nov 2026 08:00:00 GMT");
      if (!exchange.getRequestURI().getPath().endsWith(KEY.value())) {
        exchange.sendResponseHeaders(404, -1);
      } else if (match != null && !match.equals(ETAG)) {
        exchange.sendResponseHeaders(412, -1);
      } else if (query.startsWith("attributes")) {
        sendAttributes(exchange);
      } else if (part.matches()) {
        int index = Integer.parseInt(part.group(1)) - 1;
        tellChecksum(exchange, partChecksums[index]);
        if (isComposite()) {
          exchange.getResponseHeaders().set("x-amz-mp-parts-count", "" + partChecksums.length);
        }
        send(exchange, 206, start(index), end(index));
      } else if (bytes.matches()) {
        int end = Math.min(served.length, Integer.parseInt(bytes.group(2)) + 1);
        send(exchange, 206, Integer.parseInt(bytes.group(1)), end);
      } else {
        tellChecksum(exchange, checksum);
        send(exchange, 200, 0, served.length);
      }
    }
  }

  private void tellChecksum(HttpExchange exchange, String value) {
    // The CRT writes it small.
    if ("ENABLED".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("x-amz-checksum-mode"))) {
      Headers headers = exchange.getResponseHeaders();
      headers.set("x-amz-checksum-crc32c", value);
      headers.set("x-amz-checksum-type", isComposite() ? "COMPOSITE" : "FULL_OBJECT");
    }
  }

  private void send(HttpExchange exchange, int status, int start, int end) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    if (status == 206) {
      headers.set("Content-Range", "bytes %d-%d/%d".formatted(start, end - 1, served.length));
    }
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", Integer.toString(end - start));
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, end - start);
      exchange.getResponseBody().write(served, start, end - start);
    }
  }

  private void sendAttributes(HttpExchange exchange) throws IOException {
    String parts =
        IntStream.range(0, partChecksums.length)
            .mapToObj(part ->
                "<Part><PartNumber>%d</PartNumber><Size>%d</Size><ChecksumCRC32C>%s</ChecksumCRC32C></Part>"
                    .formatted(part + 1, end(part) - start(part), partChecksums[part]))
            .collect(Collectors.joining());
    byte[] body =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <GetObjectAttributesOutput xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\
        <ETag>%s</ETag><ObjectParts><IsTruncated>false</IsTruncated>%s</ObjectParts>\
        </GetObjectAttributesOutput>
        """
            .formatted(ETAG.replace("\"", ""), parts)
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
