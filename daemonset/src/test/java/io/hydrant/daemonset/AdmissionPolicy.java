package io.hydrant.daemonset;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.Validation;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The rendered admission policy, evaluated as the API server does it: the match conditions, then
/// the variables in their order, then every validation. An expression that fails is an error of the
/// test, for on the API server it would deny what it should allow.
final class AdmissionPolicy {
  /// @param userInfo the user of the request as the API server shows it to an expression
  /// @param oldNode the Node before the request
  /// @param node the Node as the request would leave it
  record Request(
      Map<String, Object> userInfo, Map<String, Object> oldNode, Map<String, Object> node) {}

  private final Cel cel =
      CelFactory.standardCelBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addCompilerLibraries(CelExtensions.optional())
          .addRuntimeLibraries(CelExtensions.optional())
          .addVar("request", SimpleType.DYN)
          .addVar("object", SimpleType.DYN)
          .addVar("oldObject", SimpleType.DYN)
          .addVar("variables", SimpleType.DYN)
          .build();
  private final List<CelRuntime.Program> matchConditions;
  private final Map<String, CelRuntime.Program> variables = new LinkedHashMap<>();
  private final Map<Validation, CelRuntime.Program> validations = new LinkedHashMap<>();

  AdmissionPolicy(ValidatingAdmissionPolicy policy) {
    this.matchConditions =
        policy.getSpec().getMatchConditions().stream()
            .map(condition -> compile(condition.getExpression()))
            .toList();
    policy
        .getSpec()
        .getVariables()
        .forEach(variable -> variables.put(variable.getName(), compile(variable.getExpression())));
    policy
        .getSpec()
        .getValidations()
        .forEach(validation -> validations.put(validation, compile(validation.getExpression())));
  }

  /// The validations that the request fails; empty where it is allowed or not looked at.
  List<Validation> denials(Request request) {
    Map<String, Object> values = new HashMap<>();
    values.put("request", Map.of("userInfo", request.userInfo()));
    values.put("object", request.node());
    values.put("oldObject", request.oldNode());
    if (!matchConditions.stream().allMatch(condition -> holds(condition, values))) {
      return List.of();
    }
    Map<String, Object> computed = new HashMap<>();
    values.put("variables", computed);
    variables.forEach((name, program) -> computed.put(name, evaluate(program, values)));
    return validations.entrySet().stream()
        .filter(entry -> !holds(entry.getValue(), values))
        .map(Map.Entry::getKey)
        .toList();
  }

  private CelRuntime.Program compile(String expression) {
    try {
      return cel.createProgram(cel.compile(expression).getAst());
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalArgumentException("not CEL: " + expression, e);
    }
  }

  private static boolean holds(CelRuntime.Program program, Map<String, Object> values) {
    return evaluate(program, values).equals(true);
  }

  private static Object evaluate(CelRuntime.Program program, Map<String, Object> values) {
    try {
      return program.eval(values);
    } catch (CelEvaluationException e) {
      throw new IllegalStateException("the policy fails: " + e.getMessage(), e);
    }
  }
}
