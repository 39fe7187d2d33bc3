package io.hydrant.source.s3;

import io.hydrant.source.ModelSource;
import io.hydrant.source.ModelSourceContract;
import io.hydrant.source.TestBucket;
import io.hydrant.testcloud.CloudExtension;
import io.hydrant.testcloud.LocalcloudProvider;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// [S3ModelSource] keeps its contract with both engines on localcloud, which has no versions.
@ParameterizedClass
@EnumSource(S3Settings.Engine.class)
class LocalcloudModelSourceIT extends ModelSourceContract {
  @RegisterExtension
  static final CloudExtension CLOUD = new CloudExtension(new LocalcloudProvider());

  @AutoClose private final S3Fixture s3;

  LocalcloudModelSourceIT(S3Settings.Engine engine) {
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
}
