import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;

/// A way to a server on this machine that takes as long as that to a server elsewhere: what a client
/// sends arrives later, and what comes back does not.
final class SlowPath implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;

  private final ServerSocket front;
  private final URI server;
  private final Duration delay;

  SlowPath(URI server, Duration delay) throws IOException {
    this.front = new ServerSocket(0, 64, InetAddress.getByName("127.0.0.1"));
    this.server = server;
    this.delay = delay;
    Thread.ofVirtual().start(this::accept);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + front.getLocalPort());
  }

  private void accept() {
    try {
      while (true) {
        Socket client = front.accept();
        Socket behind = new Socket(server.getHost(), server.getPort());
        Thread.ofVirtual().start(() -> pass(client, behind, delay));
        Thread.ofVirtual().start(() -> pass(behind, client, Duration.ZERO));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private static void pass(Socket from, Socket to, Duration delay) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        Thread.sleep(delay);
        out.write(buffer, 0, read);
      }
    } catch (SocketException e) {
      // One of the two has hung up.
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    front.close();
  }
}
