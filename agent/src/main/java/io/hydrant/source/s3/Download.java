package io.hydrant.source.s3;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.transfer.s3.S3TransferManager;
import software.amazon.awssdk.transfer.s3.model.DownloadFileRequest;
import software.amazon.awssdk.transfer.s3.model.FileDownload;
import software.amazon.awssdk.transfer.s3.progress.TransferListener;

/// One object on its way into one file, written natively. Started at once, awaited by one thread.
///
/// A download that is given up ends for Java at once and for the CRT some milliseconds later, and
/// nothing tells when: until then it may write to its file, and even open it again. It never
/// creates it, so the file's end is the end of it. (To pause the transfer would wait, but does not
/// do so while the last parts are being written.)
final class Download implements TransferListener {
  private final FileDownload transfer;
  private final LongConsumer progress;

  @GuardedBy("this")
  private long received;

  Download(
      S3TransferManager transfers, GetObjectRequest request, Path target, LongConsumer progress) {
    this.progress = progress;
    this.transfer =
        transfers.downloadFile(
            DownloadFileRequest.builder()
                .getObjectRequest(request)
                .destination(target)
                .addTransferListener(this)
                .build());
  }

  /// Waits for the end.
  ///
  /// @param patience how long nothing may arrive. It is looked at once in such a time, so that
  ///   twice as much may pass
  /// @throws SdkException when the transfer failed
  /// @throws InterruptedException when the thread was interrupted; the transfer is given up
  /// @throws TimeoutException when nothing arrived; the transfer is given up
  GetObjectResponse await(Duration patience) throws InterruptedException, TimeoutException {
    long before = -1;
    while (true) {
      try {
        GetObjectResponse response =
            transfer.completionFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS).response();
        // The last progress may be told after the end.
        advanceTo(response.contentLength());
        return response;
      } catch (ExecutionException e) {
        throw e.getCause() instanceof SdkException failure
            ? failure
            : SdkClientException.create(String.valueOf(e.getCause()), e.getCause());
      } catch (InterruptedException e) {
        transfer.completionFuture().cancel(true);
        throw e;
      } catch (TimeoutException e) {
        long now = received();
        if (now == before) {
          transfer.completionFuture().cancel(true);
          throw e;
        }
        before = now;
      }
    }
  }

  @Override
  public void bytesTransferred(Context.BytesTransferred context) {
    advanceTo(context.progressSnapshot().transferredBytes());
  }

  private synchronized long received() {
    return received;
  }

  private void advanceTo(long total) {
    long arrived;
    synchronized (this) {
      arrived = total - received;
      received = Math.max(received, total);
    }
    if (arrived > 0) {
      progress.accept(arrived);
    }
  }
}
