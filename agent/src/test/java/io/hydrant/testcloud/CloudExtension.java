package io.hydrant.testcloud;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Gives a test class a [Cloud], or has it skipped by name with the reason why there is none.
///
/// A cloud is started when the first class asks for it, serves all classes of the run, and ends
/// with it.
public final class CloudExtension implements ExecutionCondition {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(CloudExtension.class);

  /// A kind of cloud. Implementations are stateless.
  public interface Provider {

    /// Starts it, or says why that cannot be.
    Started start();
  }

  /// What became of an attempt to start a cloud. JUnit closes it at the end of the run.
  public sealed interface Started extends AutoCloseable {
    @Override
    default void close() {}
  }

  /// There is one.
  ///
  /// @param stop ends it
  public record Running(Cloud cloud, Runnable stop) implements Started {
    @Override
    public void close() {
      stop.run();
    }
  }

  /// There is none here.
  public record Missing(String reason) implements Started {}

  private final Provider provider;
  private @Nullable Cloud cloud;

  public CloudExtension(Provider provider) {
    this.provider = provider;
  }

  /// The cloud of the class whose tests are running.
  public Cloud cloud() {
    return Optional.ofNullable(cloud).orElseThrow();
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Started started =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(provider.getClass(), _ -> provider.start(), Started.class);
    return switch (started) {
      case Running running -> {
        cloud = running.cloud();
        yield ConditionEvaluationResult.enabled("it runs");
      }
      case Missing(String reason) -> ConditionEvaluationResult.disabled(reason);
    };
  }
}
