package io.hydrant.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testcloud.PrivateAuthority;
import io.hydrant.testcloud.TlsFront;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;

@Timeout(30)
class TlsTroubleTest {
  /// What the CRT says when a handshake is held, and when it is over.
  private static final String NO_CONNECTION =
      "Unable to execute HTTP request: software.amazon.awssdk.crt.http.HttpException: Connection"
          + " Manager failed to acquire a connection within the defined timeout.";

  private static final String NO_HANDSHAKE =
      "TLS (SSL) negotiation failed (AWS_IO_TLS_ERROR_NEGOTIATION_FAILURE)";

  @TempDir private static Path folder;

  private static PrivateAuthority authority;

  /// Takes connections and says nothing.
  @AutoClose private final ServerSocket server;

  @AutoClose private final TlsFront front;

  TlsTroubleTest() throws Exception {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    front =
        new TlsFront(URI.create("http://127.0.0.1:" + server.getLocalPort()), authority.server());
  }

  @BeforeAll
  static void makeCertificates() throws Exception {
    authority = PrivateAuthority.in(folder, "ip:127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {NO_CONNECTION, NO_HANDSHAKE})
  void anAuthorityThatIsNotKnownIsTold(String failure) {
    assertThat(trouble(front.endpoint(), null, failure))
        .startsWith("the TLS certificate of " + front.endpoint() + " is not trusted (PKIX path")
        .endsWith(
            "give the certificate of the authority that signed it as 'ca-bundle', or correct the"
                + " endpoint");
  }

  @Test
  void aCertificateForAnotherHostIsTold() throws Exception {
    URI otherName = URI.create("https://localhost:" + front.endpoint().getPort());

    assertThat(trouble(otherName, authority.bundle(), NO_HANDSHAKE))
        .contains("is not trusted (No name matching localhost found)");
  }

  @Test
  void aHandshakeThatSucceedsIsNoTrouble() throws Exception {
    assertThat(trouble(front.endpoint(), authority.bundle(), NO_CONNECTION)).isNull();
  }

  @Test
  void anotherFailureIsNoTrouble() {
    assertThat(trouble(front.endpoint(), null, "the connection was reset")).isNull();
  }

  @Test
  void nobodyThereIsNoTrouble() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(trouble(URI.create("https://127.0.0.1:" + port), null, NO_CONNECTION)).isNull();
  }

  @Test
  void anEndpointWithoutTlsIsNoTrouble() {
    assertThat(
            trouble(
                URI.create("http://127.0.0.1:" + front.endpoint().getPort()), null, NO_CONNECTION))
        .isNull();
  }

  @Test
  void aServerThatSpeaksNoTlsIsTold() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerInPlainText(socket));

      assertThat(
              trouble(URI.create("https://127.0.0.1:" + socket.getLocalPort()), null, NO_HANDSHAKE))
          .startsWith("the TLS handshake with https://127.0.0.1:")
          .endsWith("check that TLS 1.2 or later is spoken there");
    }
  }

  private static void answerInPlainText(ServerSocket socket) {
    try (var client = socket.accept()) {
      client
          .getOutputStream()
          .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      client.getInputStream().readAllBytes();
    } catch (IOException _) {
      // The other end is gone.
    }
  }

  private static @Nullable String trouble(URI endpoint, @Nullable Path bundle, String failure) {
    return new TlsTrouble(endpoint, bundle).behind(SdkClientException.create(failure));
  }
}
