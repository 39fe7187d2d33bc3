package io.hydrant.comfyui;

import io.hydrant.catalog.ModelPath;
import io.hydrant.plan.Plan;
import io.hydrant.plan.Plan.FetchReason;
import io.hydrant.progress.SyncEvent;
import io.hydrant.progress.SyncListener;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks ComfyUI to drop the models that it has loaded, after one was replaced on the disk: its
/// caches go by the name of a file, so it would use the old weights for ever. Thread-safe.
///
/// Models that are replaced together cost one call, and a ComfyUI that does not answer has none
/// loaded that it will keep: it is not asked again.
public final class ReplacedModels implements SyncListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReplacedModels.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final byte[] FREE = "{\"free_memory\":true}".getBytes(StandardCharsets.UTF_8);

  private final List<URI> urls;
  private final Set<ModelPath> replacing = ConcurrentHashMap.newKeySet();
  private final Semaphore replaced = new Semaphore(0);
  private final Thread thread = Thread.ofVirtual().name("comfyui").unstarted(this::run);

  private ReplacedModels(List<URI> urls) {
    this.urls = List.copyOf(urls);
  }

  /// Begins to listen, until it is closed.
  ///
  /// @param urls where instances of ComfyUI answer; may be none
  public static ReplacedModels start(List<URI> urls) {
    ReplacedModels models = new ReplacedModels(urls);
    models.thread.start();
    return models;
  }

  @Override
  public void on(SyncEvent event) {
    if (event instanceof SyncEvent.Planned(Plan plan, boolean full)) {
      planned(plan, full);
    } else if (event instanceof SyncEvent.Published published
        && replacing.remove(published.file().path())) {
      replaced.release();
    }
  }

  private void planned(Plan plan, boolean full) {
    if (full) {
      replacing.clear();
    }
    plan.fetches().stream()
        .filter(fetch -> fetch.reason() != FetchReason.MISSING)
        .forEach(fetch -> replacing.add(fetch.file().path()));
  }

  private void run() {
    try {
      while (true) {
        replaced.acquire();
        replaced.drainPermits();
        urls.forEach(ReplacedModels::free);
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  private static void free(URI comfyui) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) comfyui.resolve("/free").toURL().openConnection(Proxy.NO_PROXY);
      connection.setRequestMethod("POST");
      connection.setRequestProperty("Content-Type", "application/json");
      connection.setConnectTimeout(Math.toIntExact(TIMEOUT.toMillis()));
      connection.setReadTimeout(Math.toIntExact(TIMEOUT.toMillis()));
      connection.setDoOutput(true);
      connection.getOutputStream().write(FREE);
      int code = connection.getResponseCode();
      connection.disconnect();
      if (code / 100 == 2) {
        LOG.info("ComfyUI at {} drops its loaded models, because one was replaced", comfyui);
      } else {
        LOG.warn("ComfyUI at {} may use old weights: it answers {} to POST /free", comfyui, code);
      }
    } catch (IOException e) {
      LOG.warn("ComfyUI at {} may use old weights: POST /free: {}", comfyui, e.toString());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(TIMEOUT);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
