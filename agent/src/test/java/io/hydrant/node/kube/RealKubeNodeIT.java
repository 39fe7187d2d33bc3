package io.hydrant.node.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.hydrant.node.NodeException;
import io.hydrant.node.OwnNode;
import io.hydrant.node.OwnNodeContract;
import io.hydrant.node.Surroundings;
import java.io.File;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/// The contract at a real API server, with no more rights than the agent has. It needs an
/// administrator's kubeconfig, and makes and removes Nodes, roles and bindings named
/// `hydrant-it-…`.
@EnabledIfEnvironmentVariable(
    named = RealKubeNodeIT.KUBECONFIG,
    matches = ".+",
    disabledReason = "set HYDRANT_IT_KUBECONFIG to a kubeconfig file to test on a real API server")
class RealKubeNodeIT extends OwnNodeContract {
  static final String KUBECONFIG = "HYDRANT_IT_KUBECONFIG";

  private final String name = "hydrant-it-" + UUID.randomUUID();
  private final Config config = Config.fromKubeconfig(new File(System.getenv(KUBECONFIG)));
  private final KubernetesClient admin = new KubernetesClientBuilder().withConfig(config).build();
  private final KubeNode node = connectAs(name);

  @BeforeEach
  void grant() {
    admin
        .rbac()
        .clusterRoles()
        .resource(
            new ClusterRoleBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withRules(
                    rule("nodes", "get", "list", "watch", "patch"), rule("nodes/status", "patch"))
                .build())
        .create();
    admin
        .rbac()
        .clusterRoleBindings()
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", name)
                .addNewSubject("rbac.authorization.k8s.io", "User", name, null)
                .build())
        .create();
    admin
        .rbac()
        .roles()
        .inNamespace(NodeEvents.NAMESPACE)
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withRules(rule("events", "create"))
                .build())
        .create();
    admin
        .rbac()
        .roleBindings()
        .inNamespace(NodeEvents.NAMESPACE)
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", name)
                .addNewSubject("rbac.authorization.k8s.io", "User", name, null)
                .build())
        .create();
  }

  @AfterEach
  void cleanUp() {
    node.close();
    admin.nodes().withName(name).delete();
    admin.rbac().roleBindings().inNamespace(NodeEvents.NAMESPACE).withName(name).delete();
    admin.rbac().roles().inNamespace(NodeEvents.NAMESPACE).withName(name).delete();
    admin.rbac().clusterRoleBindings().withName(name).delete();
    admin.rbac().clusterRoles().withName(name).delete();
    admin.close();
  }

  @Override
  protected OwnNode node() {
    return node;
  }

  @Override
  protected Surroundings outside() {
    return new KubeSurroundings(admin, name);
  }

  @Test
  void withoutARoleEverythingIsDenied() {
    outside().create(List.of(), List.of());

    try (KubeNode stranger = connectAs("stranger")) {
      NodeException failure = catchThrowableOfType(NodeException.class, stranger::read);
      assertThat(failure.kind()).isEqualTo(NodeException.Kind.DENIED);
    }
  }

  private KubeNode connectAs(String user) {
    Config impersonating = new ConfigBuilder(config).withImpersonateUsername(user).build();
    return new KubeNode(() -> KubeClients.connect(impersonating, "test"), name);
  }

  private static PolicyRule rule(String resource, String... verbs) {
    return new PolicyRuleBuilder()
        .withApiGroups("")
        .withResources(resource)
        .withVerbs(verbs)
        .build();
  }
}
