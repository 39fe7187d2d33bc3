package io.hydrant.source.s3;

import io.hydrant.aws.AwsClients;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.crt.http.HttpClientConnectionManager;
import software.amazon.awssdk.crt.http.HttpClientConnectionManagerOptions;
import software.amazon.awssdk.crt.http.HttpMonitoringOptions;
import software.amazon.awssdk.crt.http.HttpProxyEnvironmentVariableSetting;
import software.amazon.awssdk.crt.http.HttpProxyEnvironmentVariableSetting.HttpProxyEnvironmentVariableType;
import software.amazon.awssdk.crt.http.HttpRequest;
import software.amazon.awssdk.crt.io.ClientBootstrap;
import software.amazon.awssdk.crt.io.SocketOptions;
import software.amazon.awssdk.crt.io.TlsContext;

/// Connections to S3's endpoints, kept for the next request. Thread-safe.
final class HttpConnections implements AutoCloseable {
  /// S3 closes what nobody has used for some time, and a request that meets that is lost.
  private static final long IDLE_MILLIS = 5_000;

  private static final HttpProxyEnvironmentVariableSetting PROXY = proxy();

  private final Map<URI, HttpClientConnectionManager> managers = new ConcurrentHashMap<>();
  private final TlsContext tls;
  private final HttpMonitoringOptions health;
  private final int most;

  /// @param tls is closed with this
  /// @param most to one endpoint
  HttpConnections(TlsContext tls, HttpMonitoringOptions health, int most) {
    this.tls = tls;
    this.health = health;
    this.most = most;
  }

  /// Sends a request as soon as there is a connection.
  ///
  /// @return how it ended; it fails with an exception of the CRT's when it could not be sent
  CompletableFuture<SmallGet.End> send(URI endpoint, HttpRequest request, SmallGet get) {
    HttpClientConnectionManager manager = managers.computeIfAbsent(endpoint, this::open);
    return manager
        .acquireConnection()
        .thenCompose(connection -> {
          get.send(connection, request, () -> manager.releaseConnection(connection));
          return get.end();
        });
  }

  private HttpClientConnectionManager open(URI endpoint) {
    try (SocketOptions socket = new SocketOptions()) {
      socket.connectTimeoutMs = (int) AwsClients.CONNECT_TIMEOUT.toMillis();
      HttpClientConnectionManagerOptions options =
          new HttpClientConnectionManagerOptions()
              .withUri(endpoint)
              .withClientBootstrap(ClientBootstrap.getOrCreateStaticDefault())
              .withSocketOptions(socket)
              .withProxyEnvironmentVariableSetting(PROXY)
              .withMonitoringOptions(health)
              .withMaxConnections(most)
              .withMaxConnectionIdleInMilliseconds(IDLE_MILLIS);
      if (endpoint.getScheme().equals("https")) {
        options.withTlsContext(tls);
      }
      return HttpClientConnectionManager.create(options);
    }
  }

  /// As the CRT's S3 client does without being asked.
  private static HttpProxyEnvironmentVariableSetting proxy() {
    HttpProxyEnvironmentVariableSetting setting = new HttpProxyEnvironmentVariableSetting();
    setting.setEnvironmentVariableType(HttpProxyEnvironmentVariableType.ENABLED);
    return setting;
  }

  @Override
  public void close() {
    managers.values().forEach(HttpClientConnectionManager::close);
    tls.close();
  }
}
