package io.hydrant.aws;

import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/// A call of the SDK, all of whose failures are SDK exceptions.
///
/// With its CRT client the SDK lets others through: the CRT's own for an unknown host name, and a
/// bare `RuntimeException` for a thread that is interrupted while it reads an answer.
public final class AwsCall {
  private AwsCall() {}

  /// Makes the call.
  ///
  /// @throws SdkException when it failed
  public static <T> T of(Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw e;
    } catch (RuntimeException e) {
      throw SdkClientException.create(String.valueOf(e.getMessage()), e);
    }
  }
}
