package io.hydrant.testcloud;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import javax.net.ssl.SSLContext;

/// Speaks TLS for a server that does not. Everything passes.
public final class TlsFront implements AutoCloseable {
  private final LoopbackProxy proxy;

  public TlsFront(URI server, SSLContext context) throws IOException {
    this.proxy =
        new LoopbackProxy(
            server,
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
            (client, upstream) -> client.getInputStream().transferTo(upstream));
  }

  public URI endpoint() {
    return URI.create("https://127.0.0.1:" + proxy.port());
  }

  @Override
  public void close() {
    proxy.close();
  }
}
