package io.hydrant.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.testcloud.PrivateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaBundleTest {
  @TempDir private static Path folder;

  private static Path pem;

  @BeforeAll
  static void makeCertificate() throws Exception {
    pem = PrivateAuthority.in(folder, "ip:127.0.0.1").bundle();
  }

  @Test
  void theCertificatesOfAFileAreRead() throws Exception {
    Path two = Files.writeString(folder.resolve("two.pem"), Files.readString(pem).repeat(2));

    assertThat(CaBundle.read(two).certificates())
        .hasSize(2)
        .containsAll(CaBundle.read(pem).certificates());
  }

  @Test
  void aFileWithoutOneIsToldByName() throws Exception {
    Path file = Files.writeString(folder.resolve("empty.pem"), "");

    assertThatThrownBy(() -> CaBundle.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'" + file + "'")
        .hasMessageContaining("it has no certificate")
        .hasMessageContaining("'ca-bundle'");
  }

  @Test
  void aFileThatIsMissingIsToldByName() {
    Path file = folder.resolve("missing.pem");

    assertThatThrownBy(() -> CaBundle.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("NoSuchFile")
        .hasMessageContaining("'ca-bundle'");
  }

  @Test
  void theTrustStoreOfTheJvmIsAsBeforeAfterwards() throws Exception {
    CaBundle bundle = CaBundle.read(pem);
    Map<String, String> before = trustStore();

    Map<String, String> inside = bundle.inTrustStore(CaBundleTest::trustStore);

    assertThat(inside).containsKey("javax.net.ssl.trustStore");
    assertThat(Path.of(inside.getOrDefault("javax.net.ssl.trustStore", "/"))).doesNotExist();
    assertThat(trustStore()).isEqualTo(before);
  }

  private static Map<String, String> trustStore() {
    Map<String, String> properties = new TreeMap<>();
    System.getProperties()
        .stringPropertyNames()
        .forEach(name -> {
          if (name.startsWith("javax.net.ssl.trustStore")) {
            properties.put(name, System.getProperty(name, ""));
          }
        });
    return properties;
  }
}
