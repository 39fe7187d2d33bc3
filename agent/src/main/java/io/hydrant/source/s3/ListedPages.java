package io.hydrant.source.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/// Reads the pages of listings in place of the SDK, which takes any XML for one, and makes a tree
/// of it and a builder for each object: a seventh of what a restart with 10,000 files cost.
/// Requests, signatures, retries and errors stay the SDK's.
final class ListedPages implements ExecutionInterceptor {
  private static final ExecutionAttribute<AtomicReference<@Nullable ListedPage>> PAGE =
      new ExecutionAttribute<>("HydrantListedPage");

  /// What is left for the SDK to read.
  private static final byte[] NOTHING = "<ListBucketResult/>".getBytes(StandardCharsets.UTF_8);

  /// Asks for a page through a client that has this interceptor.
  static ListedPage get(S3Client client, ListObjectsV2Request request) {
    AtomicReference<@Nullable ListedPage> page = new AtomicReference<>();
    client.listObjectsV2(
        request.toBuilder()
            .overrideConfiguration(override -> override.putExecutionAttribute(PAGE, page))
            .build());
    ListedPage read = page.get();
    if (read == null) {
      throw SdkClientException.create("the answer to a listing has no content");
    }
    return read;
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    AtomicReference<@Nullable ListedPage> page = attributes.getAttribute(PAGE);
    Optional<InputStream> body = context.responseBody();
    if (page == null || body.isEmpty() || !context.httpResponse().isSuccessful()) {
      return body;
    }
    try (InputStream in = body.get()) {
      page.set(ListedPageReader.read(in));
      return Optional.of(new ByteArrayInputStream(NOTHING));
    } catch (IOException e) {
      throw failure(e);
    } catch (XMLStreamException e) {
      // The parser wraps what the connection has thrown, and the SDK tries again after that.
      throw failure(e.getNestedException() instanceof IOException broken ? broken : e);
    }
  }

  private static SdkClientException failure(Exception e) {
    // The parser's messages have two lines.
    String reason = String.valueOf(e.getMessage()).replace('\n', ' ');
    return SdkClientException.create("a page of the listing cannot be read: " + reason, e);
  }
}
