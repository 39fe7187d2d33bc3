package io.hydrant.aws;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.crt.CRT;

/// Why no TLS connection to an endpoint comes about.
///
/// The CRT does not tell. It holds a connection whose handshake has failed for 10 to 30 seconds
/// (s2n's blinding delay), while whoever wants it waits 10 at most, and so hears only that there
/// was none in time. After such a failure the JDK tries a handshake of its own, whose errors have
/// reasons.
///
/// @param endpoint scheme, host and port; others than `https` have no trouble
/// @param caBundle whom to trust, as a PEM file; null for the system's authorities
public record TlsTrouble(URI endpoint, @Nullable Path caBundle) {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int HTTPS_PORT = 443;

  private static final List<String> SUSPICIOUS =
      Stream.of(
              1029, // AWS_IO_TLS_ERROR_NEGOTIATION_FAILURE
              2093) // AWS_ERROR_HTTP_CONNECTION_MANAGER_ACQUISITION_TIMEOUT
          .map(CRT::awsErrorString)
          .toList();

  /// Where the CRT looks for the system's authorities.
  private static final List<Path> OF_SYSTEM =
      Stream.of(
              "/etc/ssl/certs/ca-certificates.crt",
              "/etc/pki/tls/certs/ca-bundle.crt",
              "/etc/ssl/ca-bundle.pem",
              "/etc/pki/tls/cacert.pem",
              "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
              "/etc/ssl/cert.pem")
          .map(Path::of)
          .toList();

  /// What is wrong and what to do next; null where TLS is not what made the call fail. Takes some
  /// seconds at most.
  public @Nullable String behind(SdkException e) {
    String message = String.valueOf(e.getMessage());
    return "https".equals(endpoint.getScheme()) && SUSPICIOUS.stream().anyMatch(message::contains)
        ? ofHandshake()
        : null;
  }

  private @Nullable String ofHandshake() {
    int port = endpoint.getPort() < 0 ? HTTPS_PORT : endpoint.getPort();
    int millis = Math.toIntExact(PATIENCE.toMillis());
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(endpoint.getHost(), port), millis);
      plain.setSoTimeout(millis);
      try (SSLSocket socket =
          (SSLSocket)
              context().getSocketFactory().createSocket(plain, endpoint.getHost(), port, true)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return null;
      }
    } catch (SSLException e) {
      return described(e);
    } catch (IOException | GeneralSecurityException _) {
      // It is not TLS, or not known.
      return null;
    }
  }

  private String described(SSLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return String.format(
            Locale.ROOT,
            "the TLS certificate of %s is not trusted (%s): give the certificate of the authority"
                + " that signed it as 'ca-bundle', or correct the endpoint",
            endpoint,
            cause.getMessage());
      }
    }
    return String.format(
        Locale.ROOT,
        "the TLS handshake with %s fails (%s): check that TLS 1.2 or later is spoken there",
        endpoint,
        e.getMessage());
  }

  private SSLContext context() throws GeneralSecurityException, IOException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /// Null leaves it to the JDK.
  private @Nullable KeyStore trusted() throws GeneralSecurityException, IOException {
    Path file =
        caBundle != null
            ? caBundle
            : OF_SYSTEM.stream().filter(Files::isRegularFile).findFirst().orElse(null);
    return file == null ? null : CaBundle.read(file).keyStore();
  }
}
