package io.hydrant.testcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.hydrant.testcloud.CloudExtension.Missing;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/// Tests that lack their cloud are skipped, and each report of them has a reason.
class CloudExtensionTest {
  private static final String REASON = "there is none here";

  @Test
  void aClassWithoutItsCloudIsSkippedWithTheReason() {
    Events classes = run(PlainSample.class).containerEvents();

    assertThat(classes.skipped().stream().map(event -> event.getRequiredPayload(String.class)))
        .containsExactly(REASON);
  }

  @Test
  void everyTestOfAClassTemplateIsSkippedWithTheReason() {
    Events tests = run(TemplateSample.class).testEvents();

    assertThat(tests.succeeded().list()).isEmpty();
    assertThat(tests.failed().list()).isEmpty();
    assertThat(tests.aborted().stream().map(CloudExtensionTest::reason))
        .hasSize(4)
        .containsOnly(Optional.of(REASON));
  }

  private static EngineExecutionResults run(Class<?> sample) {
    return EngineTestKit.engine("junit-jupiter").selectors(selectClass(sample)).execute();
  }

  private static Optional<String> reason(Event event) {
    return event
        .getRequiredPayload(TestExecutionResult.class)
        .getThrowable()
        .map(Throwable::getMessage);
  }

  private record Nowhere() implements CloudExtension.Provider {
    @Override
    public CloudExtension.Started start() {
      return new Missing(REASON);
    }
  }

  /// Each of its tests fails when it runs.
  static class PlainSample {
    @RegisterExtension static final CloudExtension CLOUD = new CloudExtension(new Nowhere());

    @Test
    void needsTheCloud() {
      CLOUD.cloud();
    }
  }

  /// Each of its tests fails when it runs, and so does making it.
  @ParameterizedClass
  @ValueSource(ints = {1, 2})
  static class TemplateSample {
    @RegisterExtension static final CloudExtension CLOUD = new CloudExtension(new Nowhere());

    private final Cloud cloud;

    TemplateSample(int value) {
      this.cloud = CLOUD.cloud();
    }

    @Test
    void needsTheCloud() {
      cloud.newS3Client();
    }

    @Nested
    class Within {
      @Test
      void needsTheCloudToo() {
        cloud.newS3Client();
      }
    }
  }
}
