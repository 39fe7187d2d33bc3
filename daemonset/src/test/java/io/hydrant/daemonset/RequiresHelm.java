package io.hydrant.daemonset;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/// Skips a test, or a class of them, with the reason, where helm is neither installed nor to be
/// fetched.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresHelm.Condition.class)
@interface RequiresHelm {
  /// Looks for helm once per run.
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.create(RequiresHelm.class))
          .computeIfAbsent("helm", _ -> look(), ConditionEvaluationResult.class);
    }

    private static ConditionEvaluationResult look() {
      Command helm = Command.run(List.of("tools/helm.sh", "version", "--short"));
      return helm.exitCode() == 0
          ? enabled("helm " + helm.output().strip())
          : disabled("no helm: " + helm.errors().strip());
    }
  }
}
