package io.hydrant.daemonset;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.NamedRuleWithOperations;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.Validation;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@RequiresHelm
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AdmissionPolicyTest {
  private static final String AGENT = "system:serviceaccount:hydrant:hydrant";
  private static final List<String> OWN_NODE = List.of(NodeFixture.NAME);
  private static final NodePatch NOTHING = NodePatch.named("nothing is changed");
  private static final NodePatch FOREIGN_LABEL = NodePatch.named("a foreign label is set");

  private final JsonMapper json = new JsonMapper();
  private final Chart chart = Chart.render();
  private final ValidatingAdmissionPolicy rendered = chart.only(ValidatingAdmissionPolicy.class);
  private final AdmissionPolicy policy = new AdmissionPolicy(rendered);

  @ParameterizedTest
  @MethodSource("io.hydrant.daemonset.NodePatch#table")
  void everyPatchOfTheTableIsAnsweredAsItSays(NodePatch patch) {
    List<String> denials = denials(AGENT, OWN_NODE, patch);

    if (patch.denial() == null) {
      assertThat(denials).isEmpty();
    } else {
      assertThat(denials).anyMatch(denial -> denial.contains(patch.denial()));
    }
  }

  @Test
  void everyRuleOfThePolicyDeniesSomethingOfTheTable() {
    Stream<String> denied =
        NodePatch.table().flatMap(patch -> denials(AGENT, OWN_NODE, patch).stream());
    Stream<String> deniedElsewhere = denials(AGENT, List.of("gpu-b"), NOTHING).stream();

    assertThat(Stream.concat(denied, deniedElsewhere).distinct())
        .containsExactlyInAnyOrderElementsOf(
            rendered.getSpec().getValidations().stream().map(Validation::getMessage).toList());
  }

  @Test
  void anotherNodeIsNotTheAgentsToChange() {
    assertThat(denials(AGENT, List.of("gpu-b"), NOTHING))
        .containsExactly("an agent may change only the Node that it runs on");
  }

  @Test
  void aTokenThatNamesNoNodeChangesNothing() {
    assertThat(denials(AGENT, List.of(), NOTHING))
        .containsExactly("an agent may change only the Node that it runs on");
  }

  @Test
  void nobodyButTheAgentIsFenced() {
    assertThat(denials("system:node:gpu-a", List.of(), FOREIGN_LABEL)).isEmpty();
    assertThat(denials("system:serviceaccount:other:hydrant", List.of(), FOREIGN_LABEL)).isEmpty();
  }

  @Test
  void theAgentOfAnotherReleaseIsFencedByItsOwnAccount() {
    AdmissionPolicy other =
        new AdmissionPolicy(
            Chart.renderAs("gpu", "--set=serviceAccount.name=models")
                .only(ValidatingAdmissionPolicy.class));

    assertThat(other.denials(request("system:serviceaccount:gpu:models", OWN_NODE, FOREIGN_LABEL)))
        .isNotEmpty();
    assertThat(other.denials(request(AGENT, OWN_NODE, FOREIGN_LABEL))).isEmpty();
  }

  @Test
  void anotherStartupTaintIsTheOneThatMayBeRemoved() {
    AdmissionPolicy other =
        new AdmissionPolicy(
            Chart.render("--set=startupTaint=nvidia.com/gpu")
                .only(ValidatingAdmissionPolicy.class));

    assertThat(
            other.denials(request(AGENT, OWN_NODE, NodePatch.named("a foreign taint is removed"))))
        .isEmpty();
    assertThat(
            other.denials(
                request(AGENT, OWN_NODE, NodePatch.named("the startup taint is removed"))))
        .isNotEmpty();
  }

  @Test
  void aNodeWithoutLabelsAnnotationsOrTaintsGetsItsFirst() {
    JsonNode bare = json.readTree("{'metadata':{'name':'gpu-a'}}".replace('\'', '"'));
    JsonNode labelled =
        json.readTree(
            "{'metadata':{'name':'gpu-a','labels':{'hydrant.dev/ready':'true'}}}"
                .replace('\'', '"'));

    assertThat(
            policy.denials(
                new AdmissionPolicy.Request(user(AGENT, OWN_NODE), map(bare), map(labelled))))
        .isEmpty();
  }

  /// Without a reason a denial is answered 422, as is a JSON Patch whose test fails: a caller that
  /// retries the latter would retry the former for ever.
  @Test
  void everyDenialIsAnsweredForbidden() {
    assertThat(rendered.getSpec().getValidations())
        .isNotEmpty()
        .extracting(Validation::getReason)
        .containsOnly("Forbidden");
  }

  @Test
  void aPolicyThatFailsDenies() {
    assertThat(rendered.getSpec().getFailurePolicy()).isEqualTo("Fail");
  }

  @Test
  void writesToTheNodeAndToItsStatusAreBothLookedAt() {
    NamedRuleWithOperations rule =
        rendered.getSpec().getMatchConstraints().getResourceRules().getFirst();

    assertThat(rule.getApiGroups()).containsExactly("");
    assertThat(rule.getApiVersions()).containsExactly("v1");
    assertThat(rule.getResources()).containsExactly("nodes", "nodes/status");
    assertThat(rule.getOperations()).containsExactly("UPDATE");
  }

  @Test
  void theBindingPutsThePolicyIntoForce() {
    ValidatingAdmissionPolicyBinding binding = chart.only(ValidatingAdmissionPolicyBinding.class);

    assertThat(binding.getSpec().getPolicyName()).isEqualTo(rendered.getMetadata().getName());
    assertThat(binding.getSpec().getValidationActions()).containsExactly("Deny");
    assertThat(binding.getSpec().getMatchResources()).isNull();
  }

  private List<String> denials(String user, List<String> nodes, NodePatch patch) {
    return policy.denials(request(user, nodes, patch)).stream()
        .map(Validation::getMessage)
        .toList();
  }

  private AdmissionPolicy.Request request(String user, List<String> nodes, NodePatch patch) {
    JsonNode node = NodeFixture.node();
    JsonNode patched = JsonPatch.apply(patch.operations(), node);
    return new AdmissionPolicy.Request(user(user, nodes), map(node), map(patched));
  }

  /// The user as the API server shows it: a token of a running pod names the node, another does
  /// not.
  private static Map<String, Object> user(String name, List<String> nodes) {
    return nodes.isEmpty()
        ? Map.of("username", name)
        : Map.of(
            "username", name, "extra", Map.of("authentication.kubernetes.io/node-name", nodes));
  }

  private Map<String, Object> map(JsonNode node) {
    return json.convertValue(node, new TypeReference<>() {});
  }
}
