package io.hydrant.source.s3;

import io.hydrant.source.ModelSource;
import io.hydrant.source.ModelSourceContract;
import io.hydrant.source.TestBucket;
import io.hydrant.source.VersionedModelSourceContract;
import io.hydrant.testcloud.CloudExtension;
import io.hydrant.testcloud.LocalStackProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// [S3ModelSource] keeps its contract with both engines on LocalStack, with versions too.
@ParameterizedClass
@EnumSource(S3Settings.Engine.class)
class LocalStackModelSourceIT extends ModelSourceContract {
  @RegisterExtension
  static final CloudExtension CLOUD = new CloudExtension(new LocalStackProvider());

  private final S3Settings.Engine engine;
  @AutoClose private final S3Fixture s3;

  LocalStackModelSourceIT(S3Settings.Engine engine) {
    this.engine = engine;
    this.s3 = new S3Fixture(CLOUD.cloud(), engine, false);
  }

  @Override
  protected TestBucket bucket() {
    return s3.bucket();
  }

  @Override
  protected ModelSource source(String prefix) {
    return s3.source(prefix);
  }

  @Override
  protected ModelSource sourceOfMissingBucket() {
    return s3.sourceOfMissingBucket();
  }

  /// It compares encoded keys with each other, in the order of the keys themselves. So after its
  /// first page it leaves out, to any client, most of the keys that are encoded.
  @Override
  protected Stream<String> keysOfAllSorts() {
    return Stream.of("loras/1000");
  }

  @Nested
  class WithVersions extends VersionedModelSourceContract {
    @AutoClose private final S3Fixture versioned = new S3Fixture(CLOUD.cloud(), engine, true);

    @Override
    protected TestBucket bucket() {
      return versioned.bucket();
    }

    @Override
    protected ModelSource source(String prefix) {
      return versioned.source(prefix);
    }
  }
}
