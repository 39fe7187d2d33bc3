package io.hydrant.testcloud;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientConfigUtils;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// Starts LocalStack in a container, where a Docker engine answers and has the image or can pull
/// it.
///
/// With `HYDRANT_IT_LOCALSTACK=required`, as in CI, its absence fails the run.
public final class LocalStackProvider implements CloudExtension.Provider {
  /// The last release that needs no account.
  private static final String IMAGE = "localstack/localstack:4.14.0";

  private static final int PULL_MINUTES = 5;

  @Override
  public CloudExtension.Started start() {
    CloudExtension.Started started = startIfPossible();
    if (started instanceof CloudExtension.Missing(String reason)
        && "required".equals(System.getenv("HYDRANT_IT_LOCALSTACK"))) {
      throw new IllegalStateException("LocalStack is required and not there: " + reason);
    }
    return started;
  }

  private static CloudExtension.Started startIfPossible() {
    if (DockerClientConfigUtils.IN_A_CONTAINER
        && System.getenv("TESTCONTAINERS_HOST_OVERRIDE") == null) {
      // Testcontainers would look for it with a container of its own, and for minutes.
      return new CloudExtension.Missing(
          "inside a container, TESTCONTAINERS_HOST_OVERRIDE must tell where the engine's ports are");
    }
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      return new CloudExtension.Missing("no Docker engine answers");
    }
    try {
      provideImage(DockerClientFactory.lazyClient());
    } catch (DockerException | InterruptedException e) {
      return new CloudExtension.Missing(
          "the Docker engine has no image " + IMAGE + " and cannot pull it: " + e.getMessage());
    }
    LocalStackContainer container =
        new LocalStackContainer(DockerImageName.parse(IMAGE)).withServices("s3", "sqs", "sns");
    container.start();
    return new CloudExtension.Running(
        new Cloud(
            container.getEndpoint(),
            container.getEndpoint(),
            container.getRegion(),
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(container.getAccessKey(), container.getSecretKey())),
            new DirectEventQueues()),
        container::stop);
  }

  /// Not left to Testcontainers, which repeats a pull for minutes where no registry answers.
  private static void provideImage(DockerClient docker) throws InterruptedException {
    try {
      docker.inspectImageCmd(IMAGE).exec();
    } catch (NotFoundException _) {
      docker.pullImageCmd(IMAGE).start().awaitCompletion(PULL_MINUTES, TimeUnit.MINUTES);
      docker.inspectImageCmd(IMAGE).exec();
    }
  }
}
