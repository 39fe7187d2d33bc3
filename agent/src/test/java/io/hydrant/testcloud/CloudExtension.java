package io.hydrant.testcloud;

import java.lang.reflect.Constructor;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/// Gives a test class a [Cloud], or has it skipped by name with the reason why there is none.
///
/// A cloud is started when the first class asks for it, serves all classes of the run, and ends
/// with it.
///
/// Surefire's reports have no word of a class template that is skipped as a whole: there each test
/// is told as it comes.
public final class CloudExtension implements ExecutionCondition, InvocationInterceptor {
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
    return switch (started(context)) {
      case Running running -> {
        cloud = running.cloud();
        yield ConditionEvaluationResult.enabled("it runs");
      }
      case Missing _ when isOfTemplate(context) ->
          ConditionEvaluationResult.enabled("its tests are skipped one by one");
      case Missing(String reason) -> ConditionEvaluationResult.disabled(reason);
    };
  }

  /// Skips a test of a class template, before anything is made for it.
  @Override
  public <T> T interceptTestClassConstructor(
      Invocation<T> invocation,
      ReflectiveInvocationContext<Constructor<T>> constructor,
      ExtensionContext context)
      throws Throwable {
    if (started(context) instanceof Missing(String reason)) {
      throw new TestAbortedException(reason);
    }
    return invocation.proceed();
  }

  private Started started(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(provider.getClass(), _ -> provider.start(), Started.class);
  }

  private static boolean isOfTemplate(ExtensionContext context) {
    return Stream.concat(
            context.getTestClass().stream(), context.getEnclosingTestClasses().stream())
        .anyMatch(type -> AnnotationSupport.isAnnotated(type, ClassTemplate.class));
  }
}
