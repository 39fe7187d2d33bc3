package io.hydrant.node.kube;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Replaceable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.hydrant.node.NodeEvent;
import io.hydrant.node.Surroundings;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// A cluster administrator, and a kubelet that does as it is told.
public final class KubeSurroundings implements Surroundings {
  private final KubernetesClient client;
  private final String name;

  public KubeSurroundings(KubernetesClient client, String name) {
    this.client = client;
    this.name = name;
  }

  @Override
  public void create(List<String> taints, List<String> conditions) {
    Node node =
        new NodeBuilder()
            .withNewMetadata()
            .withName(name)
            .addToLabels("kubernetes.io/hostname", name)
            .endMetadata()
            .withNewSpec()
            .withTaints(taints.stream().map(KubeSurroundings::taint).toList())
            .endSpec()
            .withNewStatus()
            .withConditions(conditions.stream().map(type -> condition(type, "True")).toList())
            .endStatus()
            .build();
    client.nodes().resource(node).create();
  }

  @Override
  public void addTaintInFront(String key) {
    change(
        node -> {
          List<Taint> taints = new ArrayList<>(node.getSpec().getTaints());
          taints.removeIf(taint -> taint.getKey().equals(key));
          taints.addFirst(taint(key));
          return new NodeBuilder(node).editSpec().withTaints(taints).endSpec().build();
        },
        Replaceable::update);
  }

  @Override
  public void removeTaints() {
    change(
        node -> new NodeBuilder(node).editSpec().withTaints().endSpec().build(),
        Replaceable::update);
  }

  @Override
  public void setCondition(String type, String status) {
    change(
        node ->
            new NodeBuilder(node)
                .editOrNewStatus()
                .removeMatchingFromConditions(one -> type.equals(one.getType()))
                .addToConditions(0, condition(type, status))
                .endStatus()
                .build(),
        Replaceable::updateStatus);
  }

  /// Reads, changes and writes, again and again until nobody wrote in between.
  private void change(UnaryOperator<Node> change, Consumer<Resource<Node>> write) {
    while (true) {
      Node changed = change.apply(client.nodes().withName(name).get());
      try {
        write.accept(client.nodes().resource(changed));
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw e;
        }
      }
    }
  }

  @Override
  public void delete() {
    client.nodes().withName(name).delete();
  }

  @Override
  public List<PostedEvent> events() {
    return client.v1().events().inNamespace(NodeEvents.NAMESPACE).list().getItems().stream()
        .filter(event -> name.equals(event.getInvolvedObject().getName()))
        .map(KubeSurroundings::posted)
        .toList();
  }

  private static PostedEvent posted(Event event) {
    return new PostedEvent(
        NodeEvent.Type.valueOf(event.getType().toUpperCase(Locale.ROOT)),
        event.getReason(),
        event.getMessage(),
        event.getInvolvedObject().getUid());
  }

  private static Taint taint(String key) {
    return new TaintBuilder().withKey(key).withEffect("NoSchedule").build();
  }

  private static NodeCondition condition(String type, String status) {
    return new NodeConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason("Kubelet")
        .withMessage("as it was told")
        .withLastHeartbeatTime("2026-11-24T11:00:00Z")
        .withLastTransitionTime("2026-11-24T10:00:00Z")
        .build();
  }
}
