package io.hydrant.node.kube;

import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.NodeList;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.hydrant.node.AgentPods;
import io.hydrant.node.Fleet;
import io.hydrant.node.ModelAnswer;
import io.hydrant.node.NodeException;
import io.hydrant.node.NodeFacts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// The fleet, at the API server. Agents are asked through its proxy to pods, so that nobody outside
/// needs a way to the nodes: see `docs/decisions/0032-fleet.md`.
public final class KubeFleet implements Fleet {
  private static final long PAGE = 500;
  private static final int MOST_QUESTIONS = 32;

  private final KubernetesClient client;

  KubeFleet(KubernetesClient client) {
    this.client = client;
  }

  /// Connects with the kubeconfig of whoever runs the command, or as the pod's service account.
  ///
  /// @param context of the kubeconfig; empty means its current one
  /// @param version of the command, for the API server's logs
  public static KubeFleet connect(String context, String version) throws NodeException {
    return new KubeFleet(KubeClients.connectTo(context, version));
  }

  @Override
  public List<NodeFacts> nodes(String selector) throws NodeException {
    try {
      // Page by page: a Node has some ten kilobytes, most of them about images.
      List<NodeFacts> facts = new ArrayList<>();
      String next = null;
      do {
        ListOptions page =
            new ListOptionsBuilder()
                .withLabelSelector(selector.isEmpty() ? null : selector)
                .withLimit(PAGE)
                .withContinue(next)
                .build();
        NodeList list = client.nodes().list(page);
        list.getItems().forEach(node -> facts.add(NodeReader.facts(node)));
        next = list.getMetadata() == null ? null : list.getMetadata().getContinue();
      } while (next != null && !next.isEmpty());
      facts.sort(Comparator.comparing(NodeFacts::name));
      return facts;
    } catch (KubernetesClientException e) {
      throw KubeFailures.of("list the nodes of " + client.getMasterUrl(), e);
    }
  }

  @Override
  public Map<String, ModelAnswer> ask(AgentPods agents, Collection<String> nodes, String key)
      throws NodeException {
    Map<String, Pod> running = running(agents);
    Semaphore room = new Semaphore(MOST_QUESTIONS);
    Map<String, Future<ModelAnswer>> questions = new LinkedHashMap<>();
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("ask-", 0).factory())) {
      for (String node : nodes) {
        Pod agent = running.get(node);
        questions.put(
            node,
            threads.submit(() -> {
              if (agent == null) {
                return new ModelAnswer.Unknown("no agent runs on it");
              }
              room.acquire();
              try {
                return new ModelQuestion(client, agent, agents.port()).ask(key);
              } finally {
                room.release();
              }
            }));
      }
    }
    Map<String, ModelAnswer> answers = new LinkedHashMap<>();
    questions.forEach((node, question) -> answers.put(node, question.resultNow()));
    return answers;
  }

  /// The pods of running agents, by node.
  private Map<String, Pod> running(AgentPods agents) throws NodeException {
    try {
      Map<String, Pod> running = new HashMap<>();
      client
          .pods()
          .inNamespace(agents.namespace())
          .withLabelSelector(agents.selector())
          .list()
          .getItems()
          .stream()
          .filter(KubeFleet::isRunning)
          .forEach(pod -> running.put(pod.getSpec().getNodeName(), pod));
      return running;
    } catch (KubernetesClientException e) {
      throw KubeFailures.of("list the agents' pods in namespace '" + agents.namespace() + "'", e);
    }
  }

  private static boolean isRunning(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus() != null
        && "Running".equals(pod.getStatus().getPhase());
  }

  @Override
  public void close() {
    client.close();
  }
}
