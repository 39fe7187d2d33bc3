package io.hydrant.source.s3;

import io.hydrant.catalog.RemoteObject;
import io.hydrant.source.s3.Engine.Order;
import io.hydrant.source.s3.Segments.Stretch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.crt.auth.credentials.CredentialsProvider;
import software.amazon.awssdk.crt.auth.signing.AwsSigningConfig;
import software.amazon.awssdk.crt.http.HttpHeader;
import software.amazon.awssdk.crt.http.HttpRequest;
import software.amazon.awssdk.crt.s3.ChecksumConfig;
import software.amazon.awssdk.crt.s3.FileIoOptions;
import software.amazon.awssdk.crt.s3.S3MetaRequestOptions;
import software.amazon.awssdk.crt.s3.S3MetaRequestOptions.MetaRequestType;
import software.amazon.awssdk.crt.s3.S3MetaRequestOptions.ResponseFileOption;
import software.amazon.awssdk.services.s3.model.ChecksumMode;

/// What the CRT's S3 client is asked for an order: everything but the handler.
record CrtOptions(Endpoints endpoints, CredentialsProvider credentials) {

  /// Whether one request of the CRT's is one request to S3.
  static boolean isOnePart(RemoteObject object) {
    return object.size().compareTo(EngineMaker.PART) <= 0;
  }

  /// The object from its beginning to its end, its checksum compared where there is one.
  ///
  /// @param direct whether the file is written past the page cache
  S3MetaRequestOptions whole(Order order, boolean direct) {
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

  /// A stretch of the object, to its place in the file. No checksum is compared.
  ///
  /// @param direct whether the file is written past the page cache
  S3MetaRequestOptions ranged(Order order, Stretch stretch, boolean direct) {
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
            AwsSigningConfig.getDefaultS3SigningConfig(address.region(), credentials))
        .withResponseFilePath(order.target())
        .withResponseFileOption(ResponseFileOption.WRITE_TO_POSITION)
        .withResponseFileDeleteOnFailure(false)
        .withFileIoOptions(new FileIoOptions(false, 0, direct));
  }
}
