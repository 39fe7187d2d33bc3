package io.hydrant.source.s3;

import io.hydrant.aws.AwsCall;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.directio.DirectWrites;
import io.hydrant.source.s3.Segments.Stretch;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.crt.auth.credentials.CredentialsProvider;
import software.amazon.awssdk.crt.auth.signing.AwsSigningConfig;
import software.amazon.awssdk.crt.http.HttpHeader;
import software.amazon.awssdk.crt.http.HttpRequest;
import software.amazon.awssdk.crt.s3.ChecksumConfig;
import software.amazon.awssdk.crt.s3.FileIoOptions;
import software.amazon.awssdk.crt.s3.S3Client;
import software.amazon.awssdk.crt.s3.S3MetaRequestOptions;
import software.amazon.awssdk.crt.s3.S3MetaRequestOptions.MetaRequestType;
import software.amazon.awssdk.crt.s3.S3MetaRequestOptions.ResponseFileOption;
import software.amazon.awssdk.services.s3.model.ChecksumMode;

/// Fetches with the CRT's own S3 client.
///
/// A file is written from its beginning to its end, so that it holds a beginning of the object at
/// any time; while several segments fill it at once, a file beside it says that it does not.
final class CrtEngine implements Engine {
  private final LentClient lent;
  private final SmallFetch small;
  private final Endpoints endpoints;
  private final AwsCredentialsProvider credentials;
  private final CredentialsProvider crtCredentials;
  private final software.amazon.awssdk.services.s3.S3Client control;
  private final Segments segments;

  /// @param lent fetches what is not small
  /// @param connections are closed with the engine
  /// @param credentials must answer from memory
  /// @param control describes what the answers to ranged requests do not; stays open
  CrtEngine(
      LentClient lent,
      HttpConnections connections,
      Endpoints endpoints,
      AwsCredentialsProvider credentials,
      software.amazon.awssdk.services.s3.S3Client control,
      Segments segments) {
    this.lent = lent;
    this.endpoints = endpoints;
    this.credentials = credentials;
    this.crtCredentials = CrtCredentials.of(credentials);
    this.control = control;
    this.segments = segments;
    this.small = new SmallFetch(connections, endpoints, crtCredentials);
  }

  @Override
  public Arrival fetch(Order order, long held)
      throws IOException, InterruptedException, TimeoutException {
    // The CRT cannot say what is wrong with them.
    var _ = credentials.resolveCredentials();
    Arrival arrival = held == 0 ? small.fetch(order) : null;
    if (arrival != null) {
      return arrival;
    }
    try (LentClient.Use use = lent.use()) {
      return fetchByParts(use.client(), order, held);
    }
  }

  private Arrival fetchByParts(S3Client client, Order order, long held)
      throws IOException, InterruptedException, TimeoutException {
    boolean direct = prepare(order, held);
    List<Stretch> stretches = segments.of(order.object().size(), held);
    Progress progress = new Progress(order);
    if (held == 0 && stretches.size() <= 1) {
      CrtRequest.End end = run(client, order, List.of(whole(order, direct)), progress).getFirst();
      progress.complete(order.object().size().bytes());
      return arrival(order, end);
    }
    List<S3MetaRequestOptions> requests =
        stretches.stream().map(stretch -> ranged(order, stretch, direct)).toList();
    if (requests.size() > 1) {
      runUnordered(client, order, requests, progress);
    } else {
      run(client, order, requests, progress);
    }
    progress.complete(order.object().size().bytes() - held);
    return new Arrival(head(order), false);
  }

  /// While it runs, and when it is cut off, a file beside the target says that the target holds no
  /// beginning of the object.
  private static void runUnordered(
      S3Client client, Order order, List<S3MetaRequestOptions> requests, Progress progress)
      throws IOException, InterruptedException, TimeoutException {
    Path target = order.target();
    Path sign = target.resolveSibling(target.getFileName() + ".unordered");
    Files.createFile(sign);
    boolean complete = false;
    try {
      run(client, order, requests, progress);
      complete = true;
    } finally {
      if (!complete) {
        Files.deleteIfExists(target);
      }
      Files.delete(sign);
    }
  }

  /// Makes sure of the file.
  ///
  /// @return whether it takes writes past the page cache
  private static boolean prepare(Order order, long held) throws IOException {
    Path file = order.target();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // Not without need: it would give back what is reserved beyond the end.
      if (held == 0 && channel.size() > 0) {
        channel.truncate(0);
      }
    }
    return !isOnePart(order.object()) && DirectWrites.areTakenBy(file);
  }

  private S3MetaRequestOptions whole(Order order, boolean direct) {
    S3MetaRequestOptions options =
        options(order, null, direct)
            .withChecksumConfig(new ChecksumConfig().withValidateChecksum(true));
    // One plain GET instead of the HEAD and the ranged GETs of the other kind. That one, told the
    // size, would do the same, but an error before its first answer crashes the process (aws-crt
    // 0.49.0).
    return isOnePart(order.object())
        ? options.withMetaRequestType(MetaRequestType.DEFAULT).withOperationName("GetObject")
        : options;
  }

  private static boolean isOnePart(RemoteObject object) {
    return object.size().compareTo(EngineMaker.PART) <= 0;
  }

  private S3MetaRequestOptions ranged(Order order, Stretch stretch, boolean direct) {
    return options(order, stretch, direct).withResponseFilePosition(stretch.first());
  }

  private S3MetaRequestOptions options(Order order, @Nullable Stretch stretch, boolean direct) {
    Endpoints.Address address = endpoints.of(order.bucket(), order.object().key().value());
    List<HttpHeader> headers = new ArrayList<>();
    headers.add(new HttpHeader("Host", address.host()));
    headers.add(new HttpHeader("If-Match", order.object().etag().toHeader()));
    if (stretch == null) {
      headers.add(new HttpHeader("x-amz-checksum-mode", ChecksumMode.ENABLED.toString()));
    } else {
      headers.add(new HttpHeader("Range", "bytes=" + stretch.first() + "-" + stretch.last()));
    }
    return new S3MetaRequestOptions()
        .withMetaRequestType(MetaRequestType.GET_OBJECT)
        .withEndpoint(address.endpoint())
        .withHttpRequest(
            new HttpRequest("GET", address.path(), headers.toArray(new HttpHeader[0]), null))
        .withSigningConfig(
            AwsSigningConfig.getDefaultS3SigningConfig(address.region(), crtCredentials))
        .withResponseFilePath(order.target())
        .withResponseFileOption(ResponseFileOption.WRITE_TO_POSITION)
        .withResponseFileDeleteOnFailure(false)
        .withFileIoOptions(new FileIoOptions(false, 0, direct));
  }

  private static List<CrtRequest.End> run(
      S3Client client, Order order, List<S3MetaRequestOptions> all, Progress progress)
      throws InterruptedException, TimeoutException {
    BlockingQueue<CrtRequest.End> ended = new LinkedBlockingQueue<>();
    List<CrtRequest> requests = new ArrayList<>();
    List<CrtRequest.End> ends = new ArrayList<>();
    try {
      for (S3MetaRequestOptions options : all) {
        try (AwsSigningConfig _ = options.getSigningConfig()) {
          requests.add(new CrtRequest(client, options, progress::add, ended::add));
        }
      }
      while (ends.size() < requests.size()) {
        long before = progress.total();
        CrtRequest.End end = ended.poll(order.patience().toMillis(), TimeUnit.MILLISECONDS);
        if (end == null) {
          if (progress.total() == before) {
            throw new TimeoutException();
          }
        } else if (end.context().getErrorCode() != 0) {
          throw CrtErrors.of(end.context());
        } else {
          ends.add(end);
        }
      }
      return ends;
    } finally {
      requests.forEach(CrtRequest::close);
    }
  }

  private Arrival arrival(Order order, CrtRequest.End end) throws IOException {
    ObjectKey key = order.object().key();
    Description told = AnswerHeaders.describe(key, end.answer());
    // Answers to ranged requests, into which the CRT cuts what is larger, have no checksums.
    boolean mayLackChecksums = !isOnePart(order.object());
    Description description =
        told == null || (mayLackChecksums && told.object().checksum() == null) ? head(order) : told;
    return new Arrival(description, isValidated(end, description.object()));
  }

  /// The CRT validates one checksum of an object that may have several.
  private static boolean isValidated(CrtRequest.End end, RemoteObject object) {
    return end.context().isChecksumValidated()
        && object.checksum() != null
        && end.context().getChecksumAlgorithm() != null
        && end.context().getChecksumAlgorithm().name().equals(object.checksum().algorithm().name());
  }

  private Description head(Order order) throws IOException {
    return ObjectDescription.of(
        order.object().key(),
        AwsCall.of(() ->
            control.headObject(request ->
                request
                    .bucket(order.bucket())
                    .key(order.object().key().value())
                    .ifMatch(order.object().etag().toHeader())
                    .checksumMode(ChecksumMode.ENABLED))));
  }

  @Override
  public boolean fillsInPlace() {
    return true;
  }

  @Override
  public void close() {
    small.close();
    crtCredentials.close();
  }

  /// The bytes that have arrived of one order.
  private static final class Progress {
    private final Order order;
    private final AtomicLong total = new AtomicLong();

    Progress(Order order) {
      this.order = order;
    }

    void add(long bytes) {
      total.addAndGet(bytes);
      order.progress().accept(bytes);
    }

    long total() {
      return total.get();
    }

    /// Tells what the CRT has not.
    void complete(long bytes) {
      if (bytes > total()) {
        add(bytes - total());
      }
    }
  }
}
