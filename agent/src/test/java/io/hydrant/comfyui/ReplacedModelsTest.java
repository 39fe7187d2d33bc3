package io.hydrant.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.catalog.Selection;
import io.hydrant.plan.Plan;
import io.hydrant.plan.Plan.FetchReason;
import io.hydrant.progress.SyncEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReplacedModelsTest {
  private final LinkedBlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private HttpServer comfyui;
  private ReplacedModels models;

  @BeforeEach
  void start() throws IOException {
    comfyui = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    comfyui.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String body =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
            exchange.sendResponseHeaders(200, -1);
          }
        });
    comfyui.start();
    models =
        ReplacedModels.start(
            List.of(URI.create("http://127.0.0.1:" + comfyui.getAddress().getPort())));
  }

  @AfterEach
  void stop() {
    models.close();
    comfyui.stop(0);
  }

  @Test
  void aReplacedModelMakesComfyUiDropWhatItHasLoaded() throws InterruptedException {
    publish("loras/a.safetensors", FetchReason.CHANGED);

    assertThat(requests.poll(20, TimeUnit.SECONDS)).isEqualTo("POST /free {\"free_memory\":true}");
  }

  @Test
  void aNewModelDoesNot() throws InterruptedException {
    publish("loras/new.safetensors", FetchReason.MISSING);
    publish("loras/a.safetensors", FetchReason.DAMAGED);

    assertThat(requests.poll(20, TimeUnit.SECONDS)).isNotNull();
    models.close();
    assertThat(requests).isEmpty();
  }

  private void publish(String key, FetchReason reason) {
    RemoteObject object =
        RemoteObject.of(new ObjectKey(key), new ByteSize(1), new ETag("e"), Instant.EPOCH);
    if (Selection.all().choose(object) instanceof Selection.Wanted(ModelFile file)) {
      Plan plan =
          new Plan(List.of(), null, List.of(new Plan.Fetch(file, reason)), List.of(), List.of());
      models.on(new SyncEvent.Planned(plan, false));
      models.on(new SyncEvent.Published(file, Duration.ZERO, null));
    }
  }
}
