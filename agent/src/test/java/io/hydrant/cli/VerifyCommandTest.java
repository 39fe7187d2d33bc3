package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.PresentFile.Managed;
import io.hydrant.http.AgentServer;
import io.hydrant.http.CountingControl;
import io.hydrant.metrics.AgentMetrics;
import io.hydrant.metrics.DiskGauges;
import io.hydrant.status.Statuses;
import io.hydrant.store.ModelStore;
import io.hydrant.store.StorePaths;
import io.hydrant.store.TreeScan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(30)
class VerifyCommandTest {
  private static final String GOOD = "loras/good.safetensors";
  private static final String BAD = "loras/bad.safetensors";

  @TempDir Path root;
  private final Console console = new Console();

  @BeforeEach
  void publish() throws IOException {
    try (ModelStore store = ModelStore.open(paths(), List.of(), false, "test")) {
      Published.model(store, GOOD, "some bytes");
      Published.model(store, BAD, "more bytes");
    }
    Files.writeString(paths().data().resolve("foreign.txt"), "not ours");
  }

  @Test
  void intactModelsAreASentenceAndAYes() {
    assertThat(verify()).isZero();
    assertThat(console.out()).isEqualTo("Intact: 2 models (20 B)\n");
  }

  @Test
  void aBitThatFlippedUnderAnUnchangedTimeIsFound() throws IOException {
    damage();
    assertThat(verify()).isEqualTo(3);
    assertThat(console.out())
        .startsWith("Damaged\n       10 B  " + BAD)
        .contains("its checksum is", "1 of 2 models (20 B) are damaged.")
        .doesNotContain(GOOD, "foreign");
    assertThat(console.err()).contains("'hydrant verify --repair' has them fetched again.");
    assertThat(present(BAD).isIntact()).isTrue();
  }

  @Test
  void aModelOfAnotherLengthIsFound() throws IOException {
    Files.writeString(paths().data().resolve(BAD), "more bytes and more");
    assertThat(verify()).isEqualTo(3);
    assertThat(console.out()).contains("it has 19 bytes, 10 were published");
  }

  @Test
  void whatIsFoundIsAlsoJson() throws IOException {
    damage();
    assertThat(verify("--output=json")).isEqualTo(3);
    JsonNode json = new JsonMapper().readTree(console.out());
    assertThat(json.get("files").asInt()).isEqualTo(2);
    assertThat(json.get("damaged")).hasSize(1);
    assertThat(json.get("damaged").get(0).get("path").asString()).isEqualTo(BAD);
  }

  @Test
  void aRepairMarksWhatIsDamagedAndAsksTheAgentForAListing() throws IOException {
    damage();
    CountingControl control = new CountingControl();
    AgentMetrics metrics =
        new AgentMetrics(
            "1.2.3",
            Statuses::ready,
            () -> false,
            new DiskGauges(() -> new ByteSize(1), () -> ByteSize.ZERO),
            InstantSource.system());
    try (AgentServer server =
        AgentServer.start(
            InetSocketAddress.createUnresolved("127.0.0.1", 0),
            Statuses::ready,
            metrics,
            () -> null,
            control)) {
      int port = server.address().getPort();
      assertThat(verify("--repair", "--url", "http://127.0.0.1:" + port)).isEqualTo(3);
    }
    assertThat(control.resyncs()).hasValue(1);
    assertThat(present(BAD).isIntact()).isFalse();
    assertThat(present(GOOD).isIntact()).isTrue();
    assertThat(console.err()).contains("They are marked, and the agent fetches them again now.");
  }

  @Test
  void aRepairWithoutAnAgentSaysWhenTheModelsComeBack() throws IOException {
    damage();
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    assertThat(verify("--repair", "--url", "http://127.0.0.1:" + nobody)).isEqualTo(3);
    assertThat(present(BAD).isIntact()).isFalse();
    assertThat(console.err()).contains("they are fetched again when it starts");
  }

  @Test
  void aRepairOfNothingAsksNobody() {
    assertThat(verify("--repair", "--url", "http://127.0.0.1:1")).isZero();
    assertThat(console.err()).doesNotContain("agent");
  }

  @Test
  void progressIsALineThatIsWrittenOverOnAScreen() {
    console.onScreen();
    verify();
    assertThat(console.err())
        .contains("\r\u001b[Kverified 50 %: 1 of 2 models, 10 B of 20 B")
        .endsWith("\r\u001b[K");
  }

  @Test
  void progressElsewhereIsALineForEachTenthThatIsReached() {
    verify();
    assertThat(console.err().lines())
        .containsExactly(
            "verified 50 %: 1 of 2 models, 10 B of 20 B",
            "verified 100 %: 2 of 2 models, 20 B of 20 B");
  }

  @Test
  void aRootWithoutModelsIsAnError() {
    assertThat(console.run("verify", "--root", root.resolve("nothing").toString())).isEqualTo(1);
    assertThat(console.err())
        .contains("there are no published models", "nothing/data", "is --root right?");
  }

  private StorePaths paths() {
    return new StorePaths(root);
  }

  private int verify(String... more) {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "verify";
    arguments[1] = "--root=" + root;
    System.arraycopy(more, 0, arguments, 2, more.length);
    return console.run(arguments);
  }

  /// Flips a letter and puts the modification time back, as a failing disk would.
  private void damage() throws IOException {
    Path file = paths().data().resolve(BAD);
    FileTime modified = Files.getLastModifiedTime(file);
    Files.writeString(file, "more bytez");
    Files.setLastModifiedTime(file, modified);
  }

  private Managed present(String path) throws IOException {
    if (new TreeScan(paths()).all().get(new ModelPath(path)) instanceof Managed managed) {
      return managed;
    }
    throw new AssertionError(path + " is not managed");
  }
}
