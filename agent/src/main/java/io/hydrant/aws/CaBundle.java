package io.hydrant.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The authorities whose certificates endpoints may have, in place of the system's.
///
/// @param certificates the authorities' own
public record CaBundle(List<Certificate> certificates) {
  /// The newer type is encrypted, which takes many times as long and protects nothing here.
  private static final String TYPE = "JKS";

  /// Nothing in the store is secret, but the type wants a password.
  private static final String PASSWORD = "changeit";

  private static final Object PROPERTIES = new Object();

  public CaBundle {
    certificates = List.copyOf(certificates);
  }

  /// Reads a PEM file.
  ///
  /// @throws IOException that names the file, when it cannot be read or has no certificate
  public static CaBundle read(Path file) throws IOException {
    // From memory, for the certificates are read byte by byte.
    try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(file))) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new IOException("it has no certificate");
      }
      return new CaBundle(List.copyOf(certificates));
    } catch (IOException | GeneralSecurityException e) {
      throw new IOException(
          "The CA certificates in '%s' cannot be read (%s): give a PEM file as 'ca-bundle'"
              .formatted(file, e),
          e);
    }
  }

  /// As a store of trusted certificates.
  KeyStore keyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(TYPE);
    store.load(null, null);
    for (int i = 0; i < certificates.size(); i++) {
      store.setCertificateEntry("ca-" + i, certificates.get(i));
    }
    return store;
  }

  /// Makes something that takes its trusted certificates from the system properties of the JVM, and
  /// reads them once: the SDK's HTTP clients take them from nowhere else. The properties are as
  /// before afterwards.
  <T> T inTrustStore(Supplier<T> maker) throws IOException {
    Path file = Files.createTempFile("hydrant-ca", ".jks");
    try {
      try (OutputStream out = Files.newOutputStream(file)) {
        keyStore().store(out, PASSWORD.toCharArray());
      }
      synchronized (PROPERTIES) {
        // The JDK's own connections shall not take what is not meant for them.
        var _ = SSLContext.getDefault();
        Map<String, @Nullable String> before = new HashMap<>();
        try {
          set("javax.net.ssl.trustStore", file.toString(), before);
          set("javax.net.ssl.trustStoreType", TYPE, before);
          set("javax.net.ssl.trustStorePassword", PASSWORD, before);
          set("javax.net.ssl.trustStoreProvider", null, before);
          return maker.get();
        } finally {
          before.forEach((name, value) -> set(name, value, new HashMap<>()));
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("The CA certificates of 'ca-bundle' cannot be used: " + e, e);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static void set(
      String name, @Nullable String value, Map<String, @Nullable String> before) {
    before.put(name, value == null ? System.clearProperty(name) : System.setProperty(name, value));
  }
}
