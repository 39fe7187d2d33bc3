package io.hydrant.node.kube;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.EditReplacePatchable;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.hydrant.node.NodeAction;
import io.hydrant.node.NodeEvent;
import io.hydrant.node.NodeException;
import io.hydrant.node.NodeFacts;
import io.hydrant.node.OwnNode;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The own Node, at the API server.
public final class KubeNode implements OwnNode {
  private static final Logger LOG = LoggerFactory.getLogger(KubeNode.class);
  private static final PatchContext JSON_PATCH = PatchContext.of(PatchType.JSON);

  private final Supplier<KubernetesClient> connector;
  private final String name;

  @GuardedBy("this")
  private @Nullable KubernetesClient connected;

  @GuardedBy("this")
  private @Nullable SharedIndexInformer<Node> informer;

  /// @param connector is asked once, at first use
  KubeNode(Supplier<KubernetesClient> connector, String name) {
    this.connector = connector;
    this.name = name;
  }

  /// Makes what will connect as the pod's service account at its first use: to make a client takes
  /// a second of processor time, and the start of the sync shall not wait for it.
  ///
  /// @param name of the Node
  /// @param version of the agent, for the API server's logs
  public static KubeNode of(String name, String version) {
    return new KubeNode(() -> KubeClients.connect(version), name);
  }

  private synchronized KubernetesClient client() {
    if (connected == null) {
      connected = connector.get();
    }
    return connected;
  }

  @Override
  public Optional<NodeFacts> read() throws NodeException {
    try {
      return Optional.ofNullable(client().nodes().withName(name).get()).map(NodeReader::facts);
    } catch (KubernetesClientException e) {
      throw KubeFailures.of("read the node '" + name + "'", e);
    }
  }

  @Override
  public NodeFacts apply(NodeAction action, NodeFacts seen) throws NodeException {
    try {
      return NodeReader.facts(target(action).patch(JSON_PATCH, NodePatch.of(action, seen)));
    } catch (KubernetesClientException e) {
      throw KubeFailures.of(action.describe() + " of the node '" + name + "'", e);
    }
  }

  /// Conditions have a door of their own: at the other one they are dropped without a word.
  private EditReplacePatchable<Node> target(NodeAction action) {
    // Given the object, if only by name, the client does not read it before it patches.
    Node node = new NodeBuilder().withNewMetadata().withName(name).endMetadata().build();
    return switch (action) {
      case NodeAction.WriteCondition _ -> client().nodes().resource(node).subresource("status");
      case NodeAction.RemoveTaint _, NodeAction.WriteMetadata _ -> client().nodes().resource(node);
    };
  }

  @Override
  public void post(NodeEvent event, NodeFacts about) throws NodeException {
    try {
      client().v1().events().resource(NodeEvents.of(event, about)).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw KubeFailures.of("post an event about the node '" + name + "'", e);
      }
      // It is there already: the answer to an earlier attempt got lost.
    }
  }

  @Override
  public synchronized void watch(Consumer<String> onChange) {
    informer =
        client()
            .nodes()
            .withName(name)
            .runnableInformer(0)
            .addEventHandler(new Handler(onChange))
            .exceptionHandler((_, failure) -> {
              LOG.debug("The watch of node '{}' is set up again", name, failure);
              return true;
            });
    informer.start();
  }

  @Override
  public synchronized void close() {
    if (informer != null) {
      informer.close();
    }
    if (connected != null) {
      connected.close();
    }
  }

  private record Handler(Consumer<String> onChange) implements ResourceEventHandler<Node> {
    @Override
    public void onAdd(Node node) {
      onChange.accept(NodeReader.facts(node).revision());
    }

    @Override
    public void onUpdate(Node old, Node node) {
      onAdd(node);
    }

    @Override
    public void onDelete(Node node, boolean stateUnknown) {
      onChange.accept("");
    }
  }
}
