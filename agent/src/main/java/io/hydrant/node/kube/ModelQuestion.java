package io.hydrant.node.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.hydrant.node.ModelAnswer;
import io.hydrant.node.NodeException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks one agent, through the API server, for one object: `GET /models/KEY`, as `hydrant wait`
/// asks the agent of its own node.
///
/// The agent always answers with 200: a 404 comes from the API server, because the pod went.
final class ModelQuestion {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final KubernetesClient client;
  private final Pod agent;
  private final int port;

  ModelQuestion(KubernetesClient client, Pod agent, int port) {
    this.client = client;
    this.agent = agent;
    this.port = port;
  }

  ModelAnswer ask(String key) {
    try {
      String body = client.raw(path(key));
      return body == null ? new ModelAnswer.Unknown("its agent went") : read(body, key);
    } catch (KubernetesClientException e) {
      NodeException failure =
          KubeFailures.of("ask the pod '" + agent.getMetadata().getName() + "'", e);
      return new ModelAnswer.Unknown(String.valueOf(failure.getMessage()));
    } catch (JacksonException e) {
      return new ModelAnswer.Unknown("its answer is no JSON: " + e.getOriginalMessage());
    }
  }

  private String path(String key) {
    return "/api/v1/namespaces/%s/pods/%s:%d/proxy/models/%s"
        .formatted(
            agent.getMetadata().getNamespace(),
            agent.getMetadata().getName(),
            port,
            URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20"));
  }

  private static ModelAnswer read(String body, String key) {
    JsonNode answer = JSON.readTree(body);
    JsonNode etag = answer.path("etag");
    if (!answer.path("bucket").isString() || !answer.path("mirrored").isBoolean()) {
      return new ModelAnswer.Unknown("its answer is not understood: " + body);
    }
    if (!answer.path("key").asString("").equals(key)) {
      // The API server tidies paths: 'a//b' and 'a/../b' arrive as another key.
      return new ModelAnswer.Unknown(
          "the API server does not let this key through; ask on the node: hydrant wait");
    }
    return new ModelAnswer.Told(
        answer.path("bucket").stringValue(),
        answer.path("mirrored").booleanValue(),
        etag.isString() ? etag.stringValue() : null,
        answer.path("detail").asString(""));
  }
}
