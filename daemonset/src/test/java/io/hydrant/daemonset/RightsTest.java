package io.hydrant.daemonset;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.api.model.rbac.SubjectBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@RequiresHelm
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RightsTest {
  private final Chart chart =
      Chart.render(
          Chart.REAPER,
          "--set=serviceAccount.name=models",
          "--set=reaper.serviceAccount.name=models-reaper");

  @Test
  void theAgentReadsNodesAndPatchesThemAndNothingElse() {
    assertThat(chart.named("hydrant", ClusterRole.class).getRules())
        .containsExactly(
            rule("nodes", "get", "list", "watch", "patch"), rule("nodes/status", "patch"));
  }

  @Test
  void theAgentCreatesEventsWhereEventsAboutNodesGo() {
    Role role = chart.only(Role.class);

    assertThat(role.getMetadata().getNamespace()).isEqualTo("default");
    assertThat(role.getRules()).containsExactly(rule("events", "create"));
  }

  @Test
  void theReaperListsNodesAndNothingElse() {
    assertThat(chart.named("hydrant-reaper", ClusterRole.class).getRules())
        .containsExactly(rule("nodes", "list"));
  }

  @Test
  void everyRoleIsGivenToTheAccountThatItIsFor() {
    ClusterRoleBinding agent = chart.named("hydrant", ClusterRoleBinding.class);
    ClusterRoleBinding reaper = chart.named("hydrant-reaper", ClusterRoleBinding.class);
    RoleBinding events = chart.only(RoleBinding.class);

    assertThat(agent.getRoleRef().getName()).isEqualTo("hydrant");
    assertThat(agent.getSubjects()).containsExactly(account("models"));
    assertThat(reaper.getRoleRef().getName()).isEqualTo("hydrant-reaper");
    assertThat(reaper.getSubjects()).containsExactly(account("models-reaper"));
    assertThat(events.getMetadata().getNamespace()).isEqualTo("default");
    assertThat(events.getRoleRef().getName())
        .isEqualTo(chart.only(Role.class).getMetadata().getName());
    assertThat(events.getSubjects()).containsExactly(account("models"));
  }

  @Test
  void thePodsRunUnderTheirOwnAccounts() {
    assertThat(chart.all(ServiceAccount.class))
        .extracting(account -> account.getMetadata().getName())
        .containsExactlyInAnyOrder("models", "models-reaper");
    assertThat(
            chart.only(DaemonSet.class).getSpec().getTemplate().getSpec().getServiceAccountName())
        .isEqualTo("models");
    assertThat(
            chart
                .only(CronJob.class)
                .getSpec()
                .getJobTemplate()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getServiceAccountName())
        .isEqualTo("models-reaper");
  }

  @Test
  void theReaperOnlyPrintsUnlessToldOtherwise() {
    assertThat(
            chart
                .only(CronJob.class)
                .getSpec()
                .getJobTemplate()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers())
        .singleElement()
        .satisfies(container ->
            assertThat(container.getArgs())
                .containsExactly("queue", "reap", "--dry-run=true", "--max-removals=10"));
  }

  private static PolicyRule rule(String resource, String... verbs) {
    return new PolicyRuleBuilder()
        .withApiGroups("")
        .withResources(resource)
        .withVerbs(verbs)
        .build();
  }

  private static Subject account(String name) {
    return new SubjectBuilder()
        .withKind("ServiceAccount")
        .withName(name)
        .withNamespace("hydrant")
        .build();
  }
}
