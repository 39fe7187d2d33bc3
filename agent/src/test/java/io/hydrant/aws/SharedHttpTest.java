package io.hydrant.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

class SharedHttpTest {
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void goesOnUntilTheLastTakerHasClosedIt() throws Exception {
    SdkHttpClient first = SharedHttp.take(null);
    SdkHttpClient second = SharedHttp.take(null);
    first.close();
    // Closed once more, as it may be: that is not the other one's.
    first.close();

    assertThat(status(second)).isEqualTo(204);

    second.close();
    assertThatThrownBy(() -> status(second)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void isMadeAnewForWhoeverComesAfterTheLast() throws Exception {
    SharedHttp.take(null).close();

    try (SdkHttpClient client = SharedHttp.take(null)) {
      assertThat(status(client)).isEqualTo(204);
    }
  }

  @Test
  void aCaBundleThatCannotBeReadLeavesTheOthersAlone() throws Exception {
    try (SdkHttpClient client = SharedHttp.take(null)) {
      assertThatThrownBy(() -> SharedHttp.take(Path.of("missing.pem")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("missing.pem");

      assertThat(status(client)).isEqualTo(204);
    }
  }

  private int status(SdkHttpClient client) throws IOException {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"))
            .build();
    return client
        .prepareRequest(HttpExecuteRequest.builder().request(request).build())
        .call()
        .httpResponse()
        .statusCode();
  }
}
