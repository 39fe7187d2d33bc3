package io.hydrant.testcloud;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A TCP proxy that stops being faithful after some bytes of answers.
///
/// Each has a loopback address of its own. CRT keeps, for the whole process, which addresses of a
/// host could not be connected to. While the only one is among them, requests to that host wait,
/// and one that went to the server directly was seen to fail with `AWS_IO_DNS_QUERY_FAILED`. A
/// fault must not reach the clients of another proxy, or those of the server.
public final class FaultyProxy implements AutoCloseable {

  /// What happens to connections once the bytes are used up.
  public enum Fault {
    /// They stay open and carry nothing more.
    STALL,
    /// The first connection that comes to it stays open and carries nothing more; the others pass.
    STALL_ONE,
    /// They are reset.
    RESET,
    /// They end as if all had been said.
    END,
    /// They are reset, and new ones are refused.
    REFUSE,
    /// Requests are answered with 503 and `SlowDown`; an answer that has begun ends.
    THROTTLE,
    /// They carry ten bytes in a second.
    TRICKLE,
    /// One byte of a body is another one; everything else passes.
    FLIP,
    /// The checksums that answers tell are others; everything else passes.
    WRONG_CHECKSUM
  }

  private static final byte[] SLOW_DOWN = slowDown();
  private static final byte[] ANSWER = ascii("HTTP/1.1 ");
  private static final byte[] CHECKSUM = ascii("\r\nx-amz-checksum-");
  private static final long TRICKLE_MILLIS = 100;
  private static final AtomicInteger PROXIES = new AtomicInteger();

  private final URI server;
  private final Fault fault;
  private final AtomicLong faithfulBytes;
  private final InetSocketAddress address;
  private final Set<Closeable> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean happened = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);

  /// Gives the port back to nobody else while connections are refused.
  private Socket placeholder = new Socket();

  private ServerSocket listener;

  /// @param faithfulBytes how many bytes all answers together may have
  public FaultyProxy(URI server, Fault fault, long faithfulBytes) throws IOException {
    this.server = server;
    this.fault = fault;
    this.faithfulBytes = new AtomicLong(faithfulBytes);
    InetAddress host = newLoopbackAddress();
    this.listener = new ServerSocket(0, 50, host);
    this.address = new InetSocketAddress(host, listener.getLocalPort());
    accept(listener);
  }

  private static InetAddress newLoopbackAddress() throws IOException {
    int number = PROXIES.incrementAndGet();
    return InetAddress.getByAddress(new byte[] {127, 1, (byte) (number >> 8), (byte) number});
  }

  public URI endpoint() {
    return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
  }

  /// Whether the fault has come about.
  public boolean hasHappened() {
    return happened.get();
  }

  /// From now on everything passes.
  public synchronized void heal() throws IOException {
    faithfulBytes.set(Long.MAX_VALUE / 2);
    if (listener.isClosed() && closed.getCount() > 0) {
      placeholder.close();
      listener = new ServerSocket();
      listener.setReuseAddress(true);
      listener.bind(address);
      accept(listener);
    }
  }

  private synchronized void refuse() throws IOException {
    if (faithfulBytes.get() < 0 && !listener.isClosed()) {
      listener.close();
      placeholder = new Socket();
      placeholder.setReuseAddress(true);
      placeholder.bind(address);
    }
  }

  private void accept(ServerSocket from) {
    Thread.ofVirtual().name("faulty-proxy").start(() -> acceptAll(from));
  }

  private void acceptAll(ServerSocket from) {
    try {
      while (true) {
        Socket client = from.accept();
        sockets.add(client);
        Socket upstream = new Socket(server.getHost(), server.getPort());
        sockets.add(upstream);
        Thread.ofVirtual().start(() -> pump(client, upstream, false));
        Thread.ofVirtual().start(() -> pump(upstream, client, true));
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  private void pump(Socket from, Socket to, boolean answer) {
    byte[] buffer = new byte[64 << 10];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        boolean faithful = !answer || faithfulBytes.addAndGet(-read) >= 0;
        if (!faithful && !carries(buffer, read, to)) {
          return;
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException _) {
      // One end is gone, so the other one goes too.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Brings the fault about.
  ///
  /// @return whether what has been read is carried on
  private boolean carries(byte[] buffer, int length, Socket client)
      throws IOException, InterruptedException {
    switch (fault) {
      case FLIP -> {
        // Only the end of a full buffer is surely not in an answer's head.
        if (length == buffer.length && happened.compareAndSet(false, true)) {
          buffer[length - 1] ^= 1;
        }
        return true;
      }
      case WRONG_CHECKSUM -> {
        falsify(buffer, length);
        return true;
      }
      case STALL_ONE -> {
        if (!happened.compareAndSet(false, true)) {
          return true;
        }
      }
      default -> happened.set(true);
    }
    switch (fault) {
      case STALL, STALL_ONE -> closed.await();
      case RESET -> client.setSoLinger(true, 0);
      case REFUSE -> {
        refuse();
        client.setSoLinger(true, 0);
      }
      case THROTTLE -> {
        if (startsWith(buffer, length, ANSWER)) {
          client.getOutputStream().write(SLOW_DOWN);
        }
      }
      case TRICKLE -> {
        return trickle(buffer, length, client.getOutputStream());
      }
      case END, FLIP, WRONG_CHECKSUM -> {}
    }
    return false;
  }

  /// Ends with the connection, or when the proxy is healed or closed.
  private boolean trickle(byte[] buffer, int length, OutputStream out)
      throws IOException, InterruptedException {
    for (int i = 0; i < length; i++) {
      if (closed.await(TRICKLE_MILLIS, TimeUnit.MILLISECONDS)) {
        return false;
      }
      out.write(buffer, i, 1);
    }
    return false;
  }

  /// Changes the first character of every checksum that a head tells.
  private void falsify(byte[] buffer, int length) {
    for (int i = 0; i + CHECKSUM.length < length; i++) {
      if (matches(buffer, i, CHECKSUM) && !matches(buffer, i + CHECKSUM.length, ascii("type"))) {
        int colon = i + CHECKSUM.length;
        while (colon < length - 2 && buffer[colon] != ':') {
          colon++;
        }
        if (buffer[colon] == ':') {
          buffer[colon + 2] = (byte) (buffer[colon + 2] == 'A' ? 'B' : 'A');
          happened.set(true);
        }
      }
    }
  }

  private static boolean startsWith(byte[] buffer, int length, byte[] text) {
    return length >= text.length && matches(buffer, 0, text);
  }

  /// In lower or upper case.
  private static boolean matches(byte[] buffer, int start, byte[] text) {
    if (start + text.length > buffer.length) {
      return false;
    }
    for (int i = 0; i < text.length; i++) {
      if (Character.toLowerCase(buffer[start + i]) != Character.toLowerCase(text[i])) {
        return false;
      }
    }
    return true;
  }

  private static byte[] slowDown() {
    String body =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>SlowDown</Code>"
            + "<Message>Please reduce your request rate.</Message></Error>";
    return ascii(
        "HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nConnection: close\r\n"
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public synchronized void close() {
    closed.countDown();
    try {
      listener.close();
      placeholder.close();
      for (Closeable socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
