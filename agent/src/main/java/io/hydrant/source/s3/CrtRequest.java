package io.hydrant.source.s3;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import software.amazon.awssdk.crt.CrtRuntimeException;
import software.amazon.awssdk.crt.http.HttpHeader;
import software.amazon.awssdk.crt.s3.S3Client;
import software.amazon.awssdk.crt.s3.S3FinishedResponseContext;
import software.amazon.awssdk.crt.s3.S3MetaRequest;
import software.amazon.awssdk.crt.s3.S3MetaRequestOptions;
import software.amazon.awssdk.crt.s3.S3MetaRequestProgress;
import software.amazon.awssdk.crt.s3.S3MetaRequestResponseHandler;

/// One request to the CRT, which it carries out as several to S3. Started at once; closed, it has
/// been given up and has let go of everything.
///
/// The CRT calls back on its event loops, which must never wait.
final class CrtRequest implements S3MetaRequestResponseHandler, AutoCloseable {

  /// How it ended.
  ///
  /// @param answer the first one
  record End(S3FinishedResponseContext context, Answer answer) {}

  private final LongConsumer progress;
  private final Consumer<End> ended;
  private final S3MetaRequest request;

  @GuardedBy("this")
  private Answer answer = Answer.NONE;

  /// @param options everything but the handler
  /// @param progress is told how many bytes have newly arrived
  /// @param ended is told the end, once
  /// @throws software.amazon.awssdk.core.exception.SdkException when it cannot begin
  CrtRequest(
      S3Client client, S3MetaRequestOptions options, LongConsumer progress, Consumer<End> ended) {
    this.ended = ended;
    this.progress = progress;
    try {
      this.request = client.makeMetaRequest(options.withResponseHandler(this));
    } catch (CrtRuntimeException e) {
      throw CrtErrors.client(e.errorCode, e);
    }
  }

  @Override
  public synchronized void onResponseHeaders(int status, HttpHeader[] headers) {
    answer = new Answer(status, List.of(headers));
  }

  @Override
  public void onProgress(S3MetaRequestProgress made) {
    progress.accept(made.getBytesTransferred());
  }

  @Override
  public void onFinished(S3FinishedResponseContext context) {
    synchronized (this) {
      ended.accept(new End(context, answer));
    }
  }

  /// Gives the request up if it runs, and returns when native code has let go of its file.
  @Override
  public void close() {
    request.cancel();
    CompletableFuture<Void> gone = request.getShutdownCompleteFuture();
    request.close();
    // An interrupt must not cut this short. It is a matter of milliseconds: what is at work in the
    // network is not waited for.
    gone.join();
  }
}
