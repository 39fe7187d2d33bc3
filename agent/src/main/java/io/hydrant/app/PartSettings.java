package io.hydrant.app;

import io.hydrant.config.AgentConfig;
import io.hydrant.config.KubernetesConfig;
import io.hydrant.config.TransferLimits;
import io.hydrant.event.sqs.SqsSettings;
import io.hydrant.plan.DeleteGuard;
import io.hydrant.queue.QueueSettings;
import io.hydrant.queue.Topic;
import io.hydrant.source.s3.S3Settings;
import io.hydrant.status.HydrationDeadline;
import io.hydrant.status.ReadyWhen;
import io.hydrant.sync.SyncSettings;
import io.hydrant.transfer.Bounds;
import java.net.URI;

/// The share of the configuration that each part needs to know.
final class PartSettings {
  private static final int CONCURRENT_LOOKS = 16;

  private PartSettings() {}

  static S3Settings s3(AgentConfig config, TransferLimits limits) {
    return new S3Settings(
        config.region(),
        config.s3EndpointUrl(),
        config.caBundle(),
        config.s3PathStyle(),
        switch (config.transfer().engine()) {
          case CRT -> S3Settings.Engine.CRT;
          case TRANSFER_MANAGER -> S3Settings.Engine.TRANSFER_MANAGER;
        },
        limits.targetThroughput(),
        limits.memoryLimit());
  }

  static Bounds bounds(TransferLimits limits) {
    return new Bounds(
        limits.concurrency(),
        limits.smallConcurrency(),
        limits.bytesInFlight(),
        limits.rateLimit());
  }

  static SqsSettings sqs(AgentConfig config, URI queueUrl) {
    return new SqsSettings(
        queueUrl.toString(), config.region(), config.sqsEndpointUrl(), config.caBundle());
  }

  static QueueSettings ownQueue(AgentConfig config, AgentConfig.OwnQueue own) {
    return new QueueSettings(
        Topic.parse(own.topicArn()),
        own.prefix(),
        own.cluster(),
        config.sqsEndpointUrl(),
        config.snsEndpointUrl(),
        config.caBundle());
  }

  /// The node's own queue is where its topic is.
  static SqsSettings sqsOfOwnQueue(AgentConfig config, QueueSettings own, String queueUrl) {
    return new SqsSettings(
        queueUrl, own.topic().region(), config.sqsEndpointUrl(), config.caBundle());
  }

  static SyncSettings sync(AgentConfig config) {
    return new SyncSettings(
        config.bucket(),
        config.selection(),
        guard(config),
        config.reserve(),
        config.resyncInterval(),
        config.deleteGrace(),
        CONCURRENT_LOOKS);
  }

  static ReadyWhen readyWhen(AgentConfig config) {
    return new ReadyWhen(config.selection(), config.kubernetes().critical());
  }

  static HydrationDeadline deadline(KubernetesConfig kubernetes) {
    return new HydrationDeadline(
        kubernetes.hydrationDeadline(),
        switch (kubernetes.deadlineAction()) {
          case FAIL_CLOSED -> HydrationDeadline.Action.FAIL_CLOSED;
          case FAIL_OPEN -> HydrationDeadline.Action.FAIL_OPEN;
        });
  }

  static DeleteGuard guard(AgentConfig config) {
    return new DeleteGuard(config.maxDeleteShare(), config.maxDeleteCount());
  }
}
