package io.hydrant.source.s3;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.crt.CrtRuntimeException;
import software.amazon.awssdk.crt.http.HttpClientConnection;
import software.amazon.awssdk.crt.http.HttpHeader;
import software.amazon.awssdk.crt.http.HttpHeaderBlock;
import software.amazon.awssdk.crt.http.HttpRequest;
import software.amazon.awssdk.crt.http.HttpStream;
import software.amazon.awssdk.crt.http.HttpStreamResponseHandler;

/// One request whose answer is taken up in memory.
///
/// The CRT calls back on its event loops, which must never wait.
final class SmallGet implements HttpStreamResponseHandler {

  /// How it ended.
  ///
  /// @param error the CRT's number of what cut the answer off, 0 when it is complete
  record End(Answer answer, int error) {}

  private final CompletableFuture<End> end = new CompletableFuture<>();

  @GuardedBy("this")
  private final ByteBuffer body;

  @GuardedBy("this")
  private Answer answer = Answer.NONE;

  @GuardedBy("this")
  private Runnable letGo = () -> {};

  @GuardedBy("this")
  private @Nullable HttpStream stream;

  @GuardedBy("this")
  private boolean abandoned;

  /// @param body takes as much of the answer's body as it has room for
  SmallGet(ByteBuffer body) {
    this.body = body;
  }

  /// Sends the request.
  ///
  /// @param letGo is called once, when the connection is not used any more
  synchronized void send(HttpClientConnection connection, HttpRequest request, Runnable letGo) {
    if (abandoned) {
      letGo.run();
      return;
    }
    this.letGo = letGo;
    try {
      stream = connection.makeRequest(request, this);
      stream.activate();
    } catch (CrtRuntimeException e) {
      close();
      end.completeExceptionally(e);
    }
  }

  @Override
  public synchronized void onResponseHeaders(
      HttpStream from, int status, int block, HttpHeader[] headers) {
    if (block == HttpHeaderBlock.MAIN.getValue()) {
      answer = new Answer(status, List.of(headers));
    }
  }

  @Override
  public synchronized int onResponseBody(HttpStream from, byte[] bytes) {
    if (!abandoned) {
      body.put(bytes, 0, Math.min(bytes.length, body.remaining()));
    }
    return bytes.length;
  }

  @Override
  public synchronized void onResponseComplete(HttpStream from, int error) {
    close();
    end.complete(new End(answer, error));
  }

  @GuardedBy("this")
  private void close() {
    if (stream != null) {
      stream.close();
      stream = null;
    }
    letGo.run();
  }

  CompletableFuture<End> end() {
    return end;
  }

  /// Gives the request up: from now on nothing is written to the body.
  synchronized void abandon() {
    abandoned = true;
    if (stream != null) {
      stream.cancel();
    }
  }
}
