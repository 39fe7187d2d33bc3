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
import java.util.List;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.crt.auth.credentials.CredentialsProvider;
import software.amazon.awssdk.crt.s3.S3Client;
import software.amazon.awssdk.crt.s3.S3MetaRequestOptions;
import software.amazon.awssdk.services.s3.model.ChecksumMode;

/// Fetches with the CRT's own S3 client.
///
/// A file is written from its beginning to its end, so that it holds a beginning of the object at
/// any time; while several segments fill it at once, a file beside it says that it does not.
final class CrtEngine implements Engine {
  private final LentClient lent;
  private final SmallFetch small;
  private final AwsCredentialsProvider credentials;
  private final CredentialsProvider crtCredentials;
  private final CrtOptions options;
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
    this.credentials = credentials;
    this.crtCredentials = CrtCredentials.of(credentials);
    this.control = control;
    this.segments = segments;
    this.options = new CrtOptions(endpoints, crtCredentials);
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
    CrtTransfer transfer = new CrtTransfer(client, order);
    if (held == 0 && stretches.size() <= 1) {
      CrtRequest.End end = transfer.run(List.of(options.whole(order, direct))).getFirst();
      transfer.complete(order.object().size().bytes());
      return arrival(order, end);
    }
    List<S3MetaRequestOptions> requests =
        stretches.stream().map(stretch -> options.ranged(order, stretch, direct)).toList();
    if (requests.size() > 1) {
      runUnordered(transfer, order.target(), requests);
    } else {
      transfer.run(requests);
    }
    transfer.complete(order.object().size().bytes() - held);
    return new Arrival(head(order), false);
  }

  /// While it runs, and when it is cut off, a file beside the target says that the target holds no
  /// beginning of the object.
  private static void runUnordered(
      CrtTransfer transfer, Path target, List<S3MetaRequestOptions> requests)
      throws IOException, InterruptedException, TimeoutException {
    Path sign = target.resolveSibling(target.getFileName() + ".unordered");
    Files.createFile(sign);
    boolean complete = false;
    try {
      transfer.run(requests);
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
    return !CrtOptions.isOnePart(order.object()) && DirectWrites.areTakenBy(file);
  }

  private Arrival arrival(Order order, CrtRequest.End end) throws IOException {
    ObjectKey key = order.object().key();
    Description told = AnswerHeaders.describe(key, end.answer());
    // Answers to ranged requests, into which the CRT cuts what is larger, have no checksums.
    boolean mayLackChecksums = !CrtOptions.isOnePart(order.object());
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
}
