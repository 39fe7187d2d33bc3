package io.hydrant.source.s3;

import io.hydrant.aws.AwsCall;
import io.hydrant.aws.AwsFailure;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.source.ModelSource;
import io.hydrant.source.SourceException;
import io.hydrant.source.SourceException.Kind;
import io.hydrant.source.s3.S3Failures.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
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
  private final AtomicLong fetches = new AtomicLong();

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
            // XML has no way to write most control characters: one key with one of them would make
            // the whole listing unreadable.
            .encodingType(EncodingType.URL)
            .optionalObjectAttributes(OptionalObjectAttributes.RESTORE_STATUS)
            .build();
    try {
      Iterator<ListObjectsV2Response> pages = control().listObjectsV2Paginator(request).iterator();
      while (pages.hasNext()) {
        AwsCall.of(pages::next)
            .contents()
            .forEach(object -> each.accept(ObjectDescription.of(object)));
      }
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
          ObjectDescription.of(key, AwsCall.of(() -> control().headObject(request))));
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
    if (Thread.currentThread().isInterrupted()) {
      throw cancelled(Operation.GET, object.key().value(), null);
    }
    // Native code must have let go of the target at the end, whatever the end is: so it never has
    // it, only this file of its own, which is the target in the end or nothing.
    Path arriving = target.resolveSibling(target.getFileName() + "." + fetches.incrementAndGet());
    try {
      RemoteObject fetched = download(object, arriving, progress);
      Files.move(arriving, target, StandardCopyOption.ATOMIC_MOVE);
      return fetched;
    } catch (SourceException e) {
      discard(arriving, e);
      throw e;
    } catch (IOException e) {
      discard(arriving, e);
      throw failures.of(
          Kind.DISK,
          Operation.GET,
          object.key().value(),
          "cannot write '%s': %s".formatted(target, e),
          e);
    }
  }

  private RemoteObject download(RemoteObject object, Path file, LongConsumer progress)
      throws IOException {
    ObjectKey key = object.key();
    // Of a path that it cannot write the CRT says no more than that it is invalid.
    Files.createFile(file);
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(bucket)
            .key(key.value())
            .ifMatch(object.etag().toHeader())
            .checksumMode(ChecksumMode.ENABLED)
            .build();
    try {
      Download download =
          AwsCall.of(() -> new Download(clients.transfers(), request, file, progress));
      RemoteObject fetched = ObjectDescription.of(key, download.await(patience));
      requireSize(fetched, Files.size(file));
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

  private static void discard(Path file, IOException because) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  /// Answers to HEAD, with which the transfer manager begins too, have a status and no reason. A
  /// listing of the same key meets the same obstacle and is told the reason, unless it is the
  /// object itself.
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
    return AwsFailure.isInterruption(e)
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
