package io.hydrant.source.s3;

import io.hydrant.aws.AwsCall;
import io.hydrant.aws.AwsFailure;
import io.hydrant.catalog.Evidence;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.source.Fetched;
import io.hydrant.source.ModelSource;
import io.hydrant.source.SourceException;
import io.hydrant.source.SourceException.Kind;
import io.hydrant.source.s3.Engine.Order;
import io.hydrant.source.s3.S3Failures.Operation;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;

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
  private final KeptCuts cuts;

  /// @param prefix what is listed: empty for the whole bucket
  public S3ModelSource(S3Clients clients, String bucket, String prefix) {
    this(clients, bucket, prefix, PATIENCE, null);
  }

  /// @param cuts a file to keep where the next listing is cut into parts; it may be missing
  public S3ModelSource(S3Clients clients, String bucket, String prefix, Path cuts) {
    this(clients, bucket, prefix, PATIENCE, cuts);
  }

  S3ModelSource(S3Clients clients, String bucket, String prefix, Duration patience) {
    this(clients, bucket, prefix, patience, null);
  }

  private S3ModelSource(
      S3Clients clients, String bucket, String prefix, Duration patience, @Nullable Path cuts) {
    this.clients = clients;
    this.bucket = bucket;
    this.prefix = prefix;
    this.patience = patience;
    this.failures = new S3Failures(bucket);
    this.cuts = new KeptCuts(cuts, bucket, prefix);
  }

  @Override
  public void list(Consumer<RemoteObject> each) throws SourceException {
    try {
      PageSequence pages = new PageSequence(request -> ListedPages.get(control(), request), bucket);
      new Listing(pages, cuts).list(prefix, each);
    } catch (SdkException e) {
      throw failure(Operation.LIST, prefix, e);
    }
  }

  @Override
  public Optional<RemoteObject> head(ObjectKey key) throws SourceException {
    HeadObjectRequest request =
        HeadObjectRequest.builder()
            .bucket(bucket)
            .key(key.value())
            .checksumMode(ChecksumMode.ENABLED)
            .build();
    try {
      return Optional.of(
          ObjectDescription.of(key, AwsCall.of(() -> control().headObject(request))).object());
    } catch (SdkException e) {
      SourceException failure = explained(Operation.HEAD, key, e);
      if (failure.kind() == Kind.GONE) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  @Override
  public Fetched fetch(RemoteObject object, Path target, LongConsumer progress)
      throws SourceException {
    return fetch(object, target, 0, progress);
  }

  /// Goes on after the last whole part that the file holds.
  @Override
  public Fetched resume(RemoteObject object, Path target, LongConsumer progress)
      throws SourceException {
    long size = 0;
    try {
      size = Files.size(target);
    } catch (IOException _) {
      // There is nothing to go on from.
    }
    boolean possible = fillsInPlace() && size <= object.size().bytes();
    return fetch(object, target, possible ? size - size % EngineMaker.PART.bytes() : 0, progress);
  }

  private Fetched fetch(RemoteObject object, Path target, long held, LongConsumer progress)
      throws SourceException {
    String key = object.key().value();
    if (Thread.currentThread().isInterrupted()) {
      throw cancelled(Operation.GET, key, null);
    }
    try {
      Engine.Arrival arrival =
          clients.engine().fetch(new Order(bucket, object, target, patience, progress), held);
      requireSize(arrival.described().object(), Files.size(target));
      return new Fetched(arrival.described().object(), evidence(arrival));
    } catch (SdkException e) {
      throw explained(Operation.GET, object.key(), e);
    } catch (SourceException e) {
      throw e;
    } catch (ClosedByInterruptException e) {
      throw cancelled(Operation.GET, key, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancelled(Operation.GET, key, e);
    } catch (TimeoutException e) {
      throw failures.of(
          Kind.UNREACHABLE,
          Operation.GET,
          key,
          "nothing has arrived for %s: check the network, or lower 'target-throughput' to its rate"
              .formatted(patience),
          e);
    } catch (IOException e) {
      throw failures.of(
          Kind.DISK, Operation.GET, key, "cannot write '%s': %s".formatted(target, e), e);
    }
  }

  private Evidence evidence(Engine.Arrival arrival) throws SourceException {
    RemoteObject object = arrival.described().object();
    if (arrival.validated() && object.checksum() != null) {
      return new Evidence.Validated(object.checksum());
    }
    if (arrival.described().composite()) {
      try {
        return new PartChecksums(control(), bucket).of(object);
      } catch (SdkException e) {
        throw failure(Operation.ATTRIBUTES, object.key().value(), e);
      }
    }
    return Evidence.of(object);
  }

  @Override
  public boolean fillsInPlace() {
    return clients.engine().fillsInPlace();
  }

  /// There were downloads that ended early without an error (aws-sdk-java-v2 issue 5631).
  private void requireSize(RemoteObject object, long size) throws SourceException {
    if (size != object.size().bytes()) {
      throw failures.of(
          Kind.FAILED,
          Operation.GET,
          object.key().value(),
          "%d of %d bytes arrived".formatted(size, object.size().bytes()),
          null);
    }
  }

  /// Answers to HEAD, with which large fetches begin too, have a status and no reason. A listing of
  /// the same key meets the same obstacle and is told the reason, unless it is the object itself.
  private SourceException explained(Operation operation, ObjectKey key, SdkException e) {
    if (e instanceof AwsServiceException answer && isMute(operation, answer)) {
      try {
        var _ =
            AwsCall.of(() ->
                control()
                    .listObjectsV2(list -> list.bucket(bucket).prefix(key.value()).maxKeys(1)));
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
    if (AwsFailure.isInterruption(e)) {
      return cancelled(operation, subject, e);
    }
    SourceException failure = failures.of(operation, subject, e);
    String tls = failure.kind() == Kind.UNREACHABLE ? clients.tlsTrouble(bucket, e) : null;
    return tls == null ? failure : failures.of(failure.kind(), operation, subject, tls, e);
  }

  private SourceException cancelled(Operation operation, String subject, @Nullable Exception e) {
    return failures.of(Kind.CANCELLED, operation, subject, "interrupted", e);
  }

  private S3Client control() {
    return clients.control();
  }
}
