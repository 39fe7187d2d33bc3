package io.hydrant.daemonset;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The chart's account, rights and policy on a real API server, under names of their own and until
/// this is closed; together with a Node, and with tokens as the kubelet gets them for the agent's
/// pod.
final class InstalledRights implements AutoCloseable {
  private static final PatchContext MERGE_PATCH = PatchContext.of(PatchType.JSON_MERGE);

  private final String name = "hydrant-it-" + UUID.randomUUID().toString().substring(0, 8);
  private final Config config;
  private final KubernetesClient admin;
  private final Namespace namespace;
  private final List<HasMetadata> installed = new ArrayList<>();

  InstalledRights(File kubeconfig) {
    config = Config.fromKubeconfig(kubeconfig);
    admin = new KubernetesClientBuilder().withConfig(config).build();
    namespace =
        create(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build());
    Chart chart = Chart.renderAs(name);
    Stream.of(
            ServiceAccount.class,
            ClusterRole.class,
            ClusterRoleBinding.class,
            Role.class,
            RoleBinding.class,
            ValidatingAdmissionPolicy.class,
            ValidatingAdmissionPolicyBinding.class)
        .forEach(type -> create(chart.only(type)));
  }

  String nodeName() {
    return name;
  }

  /// Makes the Node of the fixture anew.
  void resetNode() {
    deleteNode();
    ObjectNode node = (ObjectNode) NodeFixture.node();
    ((ObjectNode) node.path("metadata")).put("name", name);
    // An owner that does not exist would have the Node collected.
    ObjectNode owner = (ObjectNode) node.at("/metadata/ownerReferences/0");
    owner.put("apiVersion", "v1");
    owner.put("kind", "Namespace");
    owner.put("name", name);
    owner.put("uid", namespace.getMetadata().getUid());
    Node created = admin.resource(read(node)).create();
    Node withStatus = read(node);
    withStatus.getMetadata().setResourceVersion(created.getMetadata().getResourceVersion());
    admin.resource(withStatus).updateStatus();
  }

  /// The Node, without what the API server notes about every write.
  Node node() {
    return new NodeBuilder(admin.nodes().withName(name).require())
        .editMetadata()
        .withManagedFields()
        .withResourceVersion(null)
        .endMetadata()
        .build();
  }

  /// Waits until the Node is so.
  void awaitNode(Predicate<Node> state) {
    admin.nodes().withName(name).waitUntilCondition(state, 1, TimeUnit.MINUTES);
  }

  /// The Events about the Node.
  List<Event> events() {
    return admin
        .v1()
        .events()
        .inNamespace("default")
        .withField("involvedObject.name", name)
        .list()
        .getItems();
  }

  /// A kubeconfig with the token that the agent's pod has on the Node.
  String agentKubeconfig() {
    try (KubernetesClient agent = agentOn(name)) {
      Config own = agent.getConfiguration();
      ObjectNode kubeconfig = new JsonMapper().createObjectNode();
      ObjectNode cluster = kubeconfig.putArray("clusters").addObject().put("name", "test");
      cluster
          .putObject("cluster")
          .put("server", own.getMasterUrl())
          .put("certificate-authority", own.getCaCertFile())
          .put("certificate-authority-data", own.getCaCertData())
          .put("insecure-skip-tls-verify", own.isTrustCerts());
      ObjectNode user = kubeconfig.putArray("users").addObject().put("name", "agent");
      user.putObject("user").put("token", own.getOauthToken());
      ObjectNode context = kubeconfig.putArray("contexts").addObject().put("name", "agent");
      context.putObject("context").put("cluster", "test").put("user", "agent");
      return kubeconfig
          .put("apiVersion", "v1")
          .put("kind", "Config")
          .put("current-context", "agent")
          .toString();
    }
  }

  /// A client with a token for the agent's account, bound to a pod on a node.
  KubernetesClient agentOn(String nodeName) {
    Pod pod =
        admin
            .resource(
                new PodBuilder()
                    .withNewMetadata()
                    .withGenerateName("agent-")
                    .withNamespace(name)
                    .endMetadata()
                    .withNewSpec()
                    .withNodeName(nodeName)
                    .withServiceAccountName(name)
                    .addNewContainer()
                    .withName("agent")
                    .withImage("registry.example/hydrant")
                    .endContainer()
                    .endSpec()
                    .build())
            .create();
    return withToken(
        new TokenRequestBuilder()
            .withNewSpec()
            .withAudiences()
            .withNewBoundObjectRef()
            .withApiVersion("v1")
            .withKind("Pod")
            .withName(pod.getMetadata().getName())
            .withUid(pod.getMetadata().getUid())
            .endBoundObjectRef()
            .endSpec());
  }

  /// A client with a token for the agent's account that no pod has.
  KubernetesClient agentOnNoNode() {
    return withToken(new TokenRequestBuilder().withNewSpec().endSpec());
  }

  private KubernetesClient withToken(TokenRequestBuilder request) {
    String token =
        admin
            .serviceAccounts()
            .inNamespace(name)
            .withName(name)
            .tokenRequest(request.build())
            .getStatus()
            .getToken();
    Config agent =
        new ConfigBuilder()
            .withAutoConfigure(false)
            .withMasterUrl(config.getMasterUrl())
            .withCaCertFile(config.getCaCertFile())
            .withCaCertData(config.getCaCertData())
            .withTrustCerts(config.isTrustCerts())
            .withOauthToken(token)
            .build();
    return new KubernetesClientBuilder().withConfig(agent).build();
  }

  @Override
  public void close() {
    deleteNode();
    installed.reversed().forEach(object -> admin.resource(object).delete());
    admin.close();
  }

  private void deleteNode() {
    if (admin.nodes().withName(name).get() != null) {
      admin.nodes().withName(name).patch(MERGE_PATCH, "{\"metadata\":{\"finalizers\":null}}");
      admin.nodes().withName(name).delete();
    }
  }

  private <T extends HasMetadata> T create(T object) {
    T created = admin.resource(object).create();
    installed.add(created);
    return created;
  }

  private static Node read(JsonNode node) {
    return new StrictParser().value(node, Node.class);
  }
}
