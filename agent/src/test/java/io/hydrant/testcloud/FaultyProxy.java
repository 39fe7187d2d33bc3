package io.hydrant.testcloud;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// A TCP proxy that stops being faithful after some bytes of answers.
public final class FaultyProxy implements AutoCloseable {

  /// What happens to a connection once the bytes are used up.
  public enum Fault {
    /// It stays open and carries nothing more.
    STALL,
    /// It is reset.
    RESET,
    /// It ends as if all had been said.
    END,
    /// One byte of a body is another one; everything else passes.
    FLIP
  }

  private final URI server;
  private final Fault fault;
  private final AtomicLong faithfulBytes;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean flipped = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);

  /// @param faithfulBytes how many bytes all answers together may have
  public FaultyProxy(URI server, Fault fault, long faithfulBytes) throws IOException {
    this.server = server;
    this.fault = fault;
    this.faithfulBytes = new AtomicLong(faithfulBytes);
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("faulty-proxy").start(this::accept);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /// From now on everything passes.
  public void heal() {
    faithfulBytes.set(Long.MAX_VALUE / 2);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
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
        if (answer && faithfulBytes.addAndGet(-read) < 0) {
          if (fault == Fault.FLIP) {
            flipOnce(buffer, read);
          } else {
            fail(to);
            return;
          }
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException _) {
      // One end is gone, so the other one goes too.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Only the end of a full buffer is surely not in an answer's head.
  private void flipOnce(byte[] buffer, int length) {
    if (length == buffer.length && flipped.compareAndSet(false, true)) {
      buffer[length - 1] ^= 1;
    }
  }

  /// Whether [Fault#FLIP] has happened.
  public boolean hasFlipped() {
    return flipped.get();
  }

  private void fail(Socket client) throws IOException, InterruptedException {
    switch (fault) {
      case STALL -> closed.await();
      case RESET -> client.setSoLinger(true, 0);
      case END, FLIP -> {}
    }
  }

  @Override
  public void close() {
    closed.countDown();
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
