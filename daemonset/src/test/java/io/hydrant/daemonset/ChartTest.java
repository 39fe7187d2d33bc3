package io.hydrant.daemonset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@RequiresHelm
final class ChartTest {
  private static final String[] EVERYTHING = {
    Chart.REAPER, "--set=podMonitor.enabled=true,alerts.enabled=true,dashboards.enabled=true"
  };

  /// Kinds of the Prometheus operator, which the model does not have.
  private static final Set<String> OF_THE_OPERATOR = Set.of("PodMonitor", "PrometheusRule");

  private final StrictParser parser = new StrictParser();

  @Test
  void helmHasNothingToSay() {
    List<String> words = new ArrayList<>(List.of("tools/helm.sh", "lint", "--strict", "--quiet"));
    words.add(Chart.FOLDER.toString());
    words.addAll(Chart.REQUIRED);

    Command lint = Command.run(words);

    assertThat(lint.exitCode()).as(lint.output() + lint.errors()).isZero();
    assertThat(lint.output()).doesNotContain("WARNING", "ERROR");
  }

  @Test
  void everyObjectIsOneThatTheModelKnowsFieldByField() {
    List<String> kinds =
        Chart.render(EVERYTHING).documents().stream()
            .filter(document -> !OF_THE_OPERATOR.contains(kind(document)))
            .map(document -> HasMetadata.getKind(parser.resource(document).getClass()))
            .toList();

    assertThat(kinds)
        .containsExactlyInAnyOrder(
            "ClusterRole",
            "ClusterRole",
            "ClusterRoleBinding",
            "ClusterRoleBinding",
            "ConfigMap",
            "ConfigMap",
            "CronJob",
            "DaemonSet",
            "NetworkPolicy",
            "NetworkPolicy",
            "Role",
            "RoleBinding",
            "ServiceAccount",
            "ServiceAccount",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding");
  }

  @Test
  void aFieldThatTheModelDoesNotKnowFails() {
    ObjectNode daemonSet = (ObjectNode) document(Chart.render(), "DaemonSet");
    ((ObjectNode) daemonSet.at("/spec/template/spec")).put("hostPid", true);

    assertThatThrownBy(() -> parser.resource(daemonSet))
        .isInstanceOf(JacksonException.class)
        .hasMessageContaining("hostPid");
  }

  @Test
  void everyObjectSaysWhoseItIsAndIsPutIntoTheReleasesNamespace() {
    for (JsonNode document : Chart.renderAs("gpu-hydrant", EVERYTHING).documents()) {
      JsonNode metadata = document.path("metadata");

      assertThat(metadata.at("/labels/app.kubernetes.io~1instance").asString())
          .as(kind(document))
          .isEqualTo("gpu-hydrant");
      assertThat(metadata.path("name").asString()).startsWith("gpu-hydrant");
      // What has no namespace is cluster-wide; Events about a Node are taken in `default` only.
      assertThat(metadata.path("namespace").asString("")).isIn("gpu-hydrant", "default", "");
    }
  }

  @Test
  void thePlainManifestsAreWhatHelmRenders() {
    List<String> words = new ArrayList<>(List.of("./render.sh"));
    words.addAll(Chart.REQUIRED);

    Command rendered = Command.run(words);

    assertThat(rendered.exitCode()).as(rendered.errors()).isZero();
    assertThat(parser.documents(rendered.output())).isEqualTo(Chart.render().documents());
  }

  @Test
  void whatIsNotAskedForIsNotThere() {
    assertThat(Chart.render().documents())
        .extracting(ChartTest::kind)
        .doesNotContain(
            "CronJob", "PodMonitor", "PrometheusRule", "PodDisruptionBudget", "Service");
    assertThat(
            Chart.render("--set=networkPolicy.enabled=false,admissionPolicy.enabled=false")
                .documents())
        .extracting(ChartTest::kind)
        .doesNotContain(
            "NetworkPolicy", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding");
  }

  @Test
  void aMistypedValueIsRefused() {
    Command rendered = Chart.attempt("--set=disk.filesystem=ext4");

    assertThat(rendered.exitCode()).isNotZero();
    assertThat(rendered.errors()).contains("filesystem");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThat(Chart.renderOnlyWith().errors()).contains("settings.bucket is not set");
    assertThat(Chart.renderOnlyWith("--set=settings.bucket=b").errors())
        .contains("image.repository is not set");
    assertThat(Chart.renderOnlyWith("--set=settings.bucket=b,image.repository=r").errors())
        .contains("image.digest is not set");
    assertThat(Chart.attempt("--set=reaper.enabled=true,settings.cluster=prod").errors())
        .contains("settings.topic-arn is not set");
    assertThat(Chart.attempt("--set=settings.topic-arn=arn:aws:sns:eu-west-1:1:m").errors())
        .contains("settings.cluster is not set");
  }

  @Test
  void theNotesWarnOfWhatIsUnsafe() {
    String everythingSafe = notes();

    assertThat(everythingSafe).contains("s3://my-models", "hydrant.dev/models-not-ready");
    assertThat(everythingSafe).doesNotContain("WARNING");
    assertThat(notes("--set=admissionPolicy.enabled=false"))
        .contains("every agent may patch every Node");
    assertThat(notes("--set=image.digest=,image.tag=v1")).contains("named by its tag");
  }

  @Test
  void theNotesTellHowChangesAreFoundWithoutATopic() {
    assertThat(notes()).contains("are found only every 10m");
    assertThat(notes("--set=settings.resync-interval=1h")).contains("are found only every 1h");
    assertThat(notes(Chart.REAPER)).doesNotContain("are found only");
  }

  private static String notes(String... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of("tools/helm.sh", "install", "hydrant", "chart", "--dry-run=client"));
    words.addAll(Chart.REQUIRED);
    words.addAll(List.of(arguments));
    String output = Command.run(words).output();
    return output.substring(output.indexOf("NOTES:"));
  }

  @Test
  void theNetworkPolicyLetsInScrapesOnly() {
    NetworkPolicy policy =
        Chart.render("--set-json=networkPolicy.from=[{\"namespaceSelector\":{}}]")
            .only(NetworkPolicy.class);

    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(policy.getSpec().getIngress())
        .singleElement()
        .satisfies(rule -> {
          assertThat(rule.getPorts())
              .singleElement()
              .satisfies(port -> assertThat(port.getPort().getStrVal()).isEqualTo("http"));
          assertThat(rule.getFrom()).hasSize(1);
        });
  }

  @Test
  void theReaperLetsInNobody() {
    NetworkPolicy policy = Chart.render(Chart.REAPER).named("hydrant-reaper", NetworkPolicy.class);

    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(policy.getSpec().getIngress()).isEmpty();
    assertThat(policy.getSpec().getEgress())
        .flatExtracting(ChartTest::ports)
        .containsExactly(53, 53, 443, 6443, 80);
  }

  @Test
  void theNetworkPolicyLetsOutWhatTheAgentNeedsAndWhatIsAdded() {
    NetworkPolicy policy =
        Chart.render("--set-json=networkPolicy.extraEgress=[{\"ports\":[{\"port\":9000}]}]")
            .only(NetworkPolicy.class);

    assertThat(policy.getSpec().getEgress())
        .flatExtracting(ChartTest::ports)
        .containsExactly(53, 53, 443, 6443, 80, 9000);
    assertThat(policy.getSpec().getEgress())
        .filteredOn(rule -> ports(rule).contains(80))
        .singleElement()
        .satisfies(rule ->
            assertThat(rule.getTo())
                .extracting(to -> to.getIpBlock().getCidr())
                .containsExactly("169.254.170.23/32", "fd00:ec2::23/128"));
  }

  @Test
  void thePodMonitorScrapesTheAgentsPortAndNamesTheNode() {
    Chart chart =
        Chart.render("--set=podMonitor.enabled=true,podMonitor.labels.release=prometheus");
    PodMonitor monitor = parser.value(document(chart, "PodMonitor"), PodMonitor.class);
    DaemonSet daemonSet = chart.only(DaemonSet.class);

    assertThat(monitor.apiVersion()).isEqualTo("monitoring.coreos.com/v1");
    assertThat(monitor.metadata().getLabels()).containsEntry("release", "prometheus");
    assertThat(monitor.spec().jobLabel()).isEqualTo("app.kubernetes.io/name");
    assertThat(monitor.spec().selector()).isEqualTo(daemonSet.getSpec().getSelector());
    assertThat(monitor.spec().podMetricsEndpoints())
        .containsExactly(
            new PodMonitor.Endpoint(
                "http",
                "/metrics",
                "15s",
                List.of(
                    new PodMonitor.Relabeling(
                        List.of("__meta_kubernetes_pod_node_name"), "node"))));
  }

  /// The part of the Prometheus operator's kind that the chart uses; the model does not have it.
  record PodMonitor(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
    record Spec(String jobLabel, LabelSelector selector, List<Endpoint> podMetricsEndpoints) {}

    record Endpoint(String port, String path, String interval, List<Relabeling> relabelings) {}

    record Relabeling(List<String> sourceLabels, String targetLabel) {}
  }

  private static List<Integer> ports(NetworkPolicyEgressRule rule) {
    return rule.getPorts().stream().map(port -> port.getPort().getIntVal()).toList();
  }

  private static JsonNode document(Chart chart, String kind) {
    return chart.documents().stream()
        .filter(document -> kind(document).equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static String kind(JsonNode document) {
    return document.path("kind").asString();
  }
}
