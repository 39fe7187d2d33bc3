import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// So much of a Kubernetes API server as an agent needs to report on one Node: it reads, lists,
/// watches and patches it, and posts Events. It speaks TLS, because that is a good part of the work.
/// Nothing is validated: the agent's own tests are for that.
final class NodeApi implements AutoCloseable {
  static final String NODE = "node-a";

  private static final String PASSWORD = "rehearsal";
  private static final String FRESH_NODE =
      """
      {"apiVersion": "v1", "kind": "Node",
       "metadata": {"name": "%s", "uid": "u", "resourceVersion": "1",
         "labels": {}, "annotations": {}},
       "spec": {"taints": [{"key": "hydrant.dev/models-not-ready", "effect": "NoSchedule"}]},
       "status": {"conditions": [{"type": "Ready", "status": "True"}]}}
      """
          .formatted(NODE);

  private final JsonMapper json = new JsonMapper();
  private final HttpsServer server;
  private final Path authority;
  private ObjectNode node = fresh();

  /// @param directory for its key
  NodeApi(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
    Path key = directory.resolve("api.p12");
    authority = directory.resolve("api.pem");
    keytool(
        key, "-genkeypair", "-keyalg", "EC", "-dname", "CN=api", "-ext", "SAN=IP:127.0.0.1");
    keytool(key, "-exportcert", "-rfc", "-file", authority.toString());
    server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(key)));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "https://127.0.0.1:" + server.getAddress().getPort();
  }

  /// The certificate to trust, as a file.
  Path authority() {
    return authority;
  }

  /// Makes the Node anew, with its startup taint.
  synchronized void reset() {
    node = fresh();
  }

  synchronized int taints() {
    return node.at("/spec/taints").size();
  }

  boolean isOpen() {
    return taints() == 0;
  }

  private ObjectNode fresh() {
    return (ObjectNode) json.readTree(FRESH_NODE);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    boolean isCollection = exchange.getRequestURI().getPath().endsWith("/nodes");
    if (exchange.getRequestHeaders().containsKey("Upgrade")) {
      // The client then watches by a long answer.
      send(exchange, 503, json.createObjectNode());
    } else if (query.contains("watch=true")) {
      // Nobody but the agent changes this Node, so there is nothing to tell.
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().flush();
    } else if (isCollection) {
      send(exchange, 200, list());
    } else {
      switch (exchange.getRequestMethod()) {
        case "GET" -> send(exchange, 200, current());
        case "PATCH" -> send(exchange, 200, patched(exchange.getRequestBody()));
        default -> send(exchange, 201, json.readTree(exchange.getRequestBody()));
      }
    }
  }

  private static void send(HttpExchange exchange, int code, JsonNode answer) throws IOException {
    byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private synchronized JsonNode current() {
    return node.deepCopy();
  }

  private synchronized JsonNode list() {
    ObjectNode list = json.createObjectNode().put("apiVersion", "v1").put("kind", "NodeList");
    list.putObject("metadata")
        .put("resourceVersion", node.at("/metadata/resourceVersion").asString());
    list.putArray("items").add(node.deepCopy());
    return list;
  }

  private synchronized JsonNode patched(InputStream patch) {
    json.readTree(patch).valueStream().forEach(this::apply);
    ObjectNode metadata = (ObjectNode) node.path("metadata");
    int revision = Integer.parseInt(metadata.path("resourceVersion").asString()) + 1;
    metadata.put("resourceVersion", Integer.toString(revision));
    return node.deepCopy();
  }

  private void apply(JsonNode operation) {
    String path = operation.path("path").asString();
    int slash = path.lastIndexOf('/');
    String key = path.substring(slash + 1).replace("~1", "/").replace("~0", "~");
    JsonNode parent = node.at(path.substring(0, slash));
    JsonNode value = operation.path("value");
    switch (operation.path("op").asString() + " " + parent.getNodeType()) {
      case "add OBJECT", "replace OBJECT" -> ((ObjectNode) parent).set(key, value);
      case "remove OBJECT" -> ((ObjectNode) parent).remove(key);
      case "add ARRAY" -> ((ArrayNode) parent).add(value);
      case "replace ARRAY" -> ((ArrayNode) parent).set(Integer.parseInt(key), value);
      case "remove ARRAY" -> ((ArrayNode) parent).remove(Integer.parseInt(key));
      default -> {
        // A test: with one writer it holds.
      }
    }
  }

  private static void keytool(Path store, String... arguments)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin/keytool").toString());
    words.addAll(List.of(arguments));
    // Its folder in /tmp would be left in the image.
    words.add("-J-XX:-UsePerfData");
    words.addAll(
        List.of("-keystore", store.toString(), "-storepass", PASSWORD, "-alias", "api"));
    Process keytool =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool failed: " + words);
    }
  }

  private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(store)) {
      keys.load(file, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
