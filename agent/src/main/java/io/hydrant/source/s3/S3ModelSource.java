package io.hydrant.source.s3;

import io.hydrant.aws.AwsFailure;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.source.ModelSource;
import io.hydrant.source.SourceException;
import io.hydrant.source.SourceException.Kind;
import io.hydrant.source.s3.S3Failures.Operation;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.OptionalObjectAttributes;

/// A bucket on S3, or the part of it below one prefix. It owns nothing: whoever made the
/// [S3Clients] closes them.
public final class S3ModelSource implements ModelSource {
  /// Long enough for one part on each of 25 connections over a link of 15 Mbit/s. Stalled
  /// connections are found much sooner; the package doc tells how.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final S3Clients clients;
  private final String bucket;
  private final String prefix;
  private final Duration patience;
  private final S3Failures failures;

  /// @param prefix what is listed: empty for the whole bucket
  public S3ModelSource(S3Clients clients, String bucket, String prefix) {
    this(clients, bucket, prefix, PATIENCE);
  }

  S3ModelSource(S3Clients clients, String bucket, String prefix, Duration patience) {
    this.clients = clients;
    this.bucket = bucket;
    this.prefix = prefix;
    this.patience = patience;
    this.failures = new S3Failures(bucket);
  }

  @Override
  public void list(Consumer<RemoteObject> each) throws SourceException {
    ListObjectsV2Request request =
        ListObjectsV2Request.builder()
            .bucket(bucket)
            .prefix(prefix)
            .optionalObjectAttributes(OptionalObjectAttributes.RESTORE_STATUS)
            .build();
    try {
      for (ListObjectsV2Response page : control().listObjectsV2Paginator(request)) {
        page.contents().forEach(object -> each.accept(ObjectDescription.of(object)));
      }
    } catch (SdkException e) {
      throw failure(Operation.LIST, prefix, e);
    }
  }

  @Override
  public Optional<RemoteObject> head(ObjectKey key) throws SourceException {
    try {
      return Optional.of(
          ObjectDescription.of(
              key,
              control()
                  .headObject(request ->
                      request.bucket(bucket).key(key.value()).checksumMode(ChecksumMode.ENABLED))));
    } catch (SdkException e) {
      SourceException failure = explained(Operation.HEAD, key, e);
      if (failure.kind() == Kind.GONE) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  @Override
  public RemoteObject fetch(RemoteObject object, Path target, LongConsumer progress)
      throws SourceException {
    ObjectKey key = object.key();
    if (Thread.currentThread().isInterrupted()) {
      throw cancelled(Operation.GET, key.value(), null);
    }
    prepare(key, target);
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(bucket)
            .key(key.value())
            .ifMatch(object.etag().toHeader())
            .checksumMode(ChecksumMode.ENABLED)
            .build();
    try {
      GetObjectResponse got =
          new Download(clients.transfers(), request, target, progress).await(patience);
      RemoteObject fetched = ObjectDescription.of(key, got);
      verifySize(fetched, target);
      return fetched;
    } catch (SdkException e) {
      throw explained(Operation.GET, key, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancelled(Operation.GET, key.value(), e);
    } catch (TimeoutException e) {
      throw failures.of(
          Kind.UNREACHABLE,
          Operation.GET,
          key.value(),
          "nothing has arrived for %s: check the network, or lower 'target-throughput' to its rate"
              .formatted(patience),
          e);
    }
  }

  /// The CRT would say no more than that the path is invalid.
  private void prepare(ObjectKey key, Path target) throws SourceException {
    try {
      FileChannel.open(
              target,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)
          .close();
    } catch (IOException e) {
      throw unwritable(key, target, e);
    }
  }

  /// There were downloads that ended early without an error (aws-sdk-java-v2 issue 5631).
  private void verifySize(RemoteObject object, Path target) throws SourceException {
    long size;
    try {
      size = Files.size(target);
    } catch (IOException e) {
      throw unwritable(object.key(), target, e);
    }
    if (size != object.size().bytes()) {
      throw failures.of(
          Kind.FAILED,
          Operation.GET,
          object.key().value(),
          "%d of %d bytes arrived".formatted(size, object.size().bytes()),
          null);
    }
  }

  private SourceException unwritable(ObjectKey key, Path target, IOException e) {
    return failures.of(
        Kind.DISK, Operation.GET, key.value(), "cannot write '%s': %s".formatted(target, e), e);
  }

  /// Answers to HEAD, with which the transfer manager begins too, have a status and no reason. A
  /// listing of the same key meets the same obstacle and is told the reason, unless it is the
  /// object itself.
  private SourceException explained(Operation operation, ObjectKey key, SdkException e) {
    if (e instanceof AwsServiceException answer && isMute(operation, answer)) {
      try {
        control().listObjectsV2(list -> list.bucket(bucket).prefix(key.value()).maxKeys(1));
      } catch (SdkException reason) {
        reason.addSuppressed(e);
        return failure(operation, key.value(), reason);
      }
    }
    return failure(operation, key.value(), e);
  }

  private static boolean isMute(Operation operation, AwsServiceException answer) {
    boolean hasReason = operation == Operation.GET && !AwsFailure.codeOf(answer).isEmpty();
    return !hasReason && answer.statusCode() >= 400 && answer.statusCode() <= 404;
  }

  private SourceException failure(Operation operation, String subject, SdkException e) {
    return Thread.currentThread().isInterrupted()
        ? cancelled(operation, subject, e)
        : failures.of(operation, subject, e);
  }

  private SourceException cancelled(Operation operation, String subject, @Nullable Exception e) {
    return failures.of(Kind.CANCELLED, operation, subject, "interrupted", e);
  }

  private S3Client control() {
    return clients.control();
  }
}
