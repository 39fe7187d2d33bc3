package io.hydrant.testcloud;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate authority that no system knows, and a server on this machine to which it has given
/// a certificate.
public final class PrivateAuthority {
  private static final String PASSWORD = "changeit";

  private final Path folder;
  private final Path store;

  private PrivateAuthority(Path folder, Path store) {
    this.folder = folder;
    this.store = store;
  }

  /// Makes both.
  ///
  /// @param folder gets the files
  /// @param names whom the server's certificate is for, as keytool takes them: `ip:127.0.0.1`
  public static PrivateAuthority in(Path folder, String names) throws Exception {
    Path store = folder.resolve("server.p12");
    keytool(store, "-alias", "ca", "-dname", "CN=Private CA", "-ext", "bc:critical=ca:true");
    keytool(
        store, "-alias", "server", "-signer", "ca", "-dname", "CN=server", "-ext", "san=" + names);
    return new PrivateAuthority(folder, store);
  }

  private static void keytool(Path store, String... more) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of("-validity", "2", "-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(List.of("-keystore", store.toString()));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(output);
    }
  }

  /// Its own certificate, as a PEM file.
  public Path bundle() throws IOException, GeneralSecurityException {
    byte[] certificate = keys().getCertificate("ca").getEncoded();
    return Files.writeString(
        folder.resolve("ca.pem"),
        """
        The authority of a test.
        -----BEGIN CERTIFICATE-----
        %s
        -----END CERTIFICATE-----
        """
            .formatted(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate)));
  }

  /// What the server needs.
  public SSLContext server() throws IOException, GeneralSecurityException {
    KeyStore keys = keys();
    keys.deleteEntry("ca");
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private KeyStore keys() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }
}
