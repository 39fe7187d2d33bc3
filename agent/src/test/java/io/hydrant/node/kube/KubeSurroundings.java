package io.hydrant.node.kube;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.hydrant.node.NodeEvent;
import io.hydrant.node.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A cluster administrator, and a kubelet that does as it is told.
final class KubeSurroundings implements Surroundings {
  private final KubernetesClient client;
  private final String name;

  KubeSurroundings(KubernetesClient client, String name) {
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
    client
        .nodes()
        .withName(name)
        .edit(node -> {
          List<Taint> taints = new ArrayList<>(node.getSpec().getTaints());
          taints.addFirst(taint(key));
          return new NodeBuilder(node).editSpec().withTaints(taints).endSpec().build();
        });
  }

  @Override
  public void removeTaints() {
    client
        .nodes()
        .withName(name)
        .edit(node -> new NodeBuilder(node).editSpec().withTaints().endSpec().build());
  }

  @Override
  public void setCondition(String type, String status) {
    client
        .nodes()
        .withName(name)
        .editStatus(node ->
            new NodeBuilder(node)
                .editOrNewStatus()
                .removeMatchingFromConditions(one -> type.equals(one.getType()))
                .addToConditions(0, condition(type, status))
                .endStatus()
                .build());
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
