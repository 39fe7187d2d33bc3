package io.hydrant.source.s3;

import io.hydrant.aws.AwsCall;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.OptionalObjectAttributes;

/// Asks for the pages of a part of a listing, one after the other. Thread-safe.
final class PageSequence {
  /// The server has an order of its own, so nobody can say which of its pages hold a part.
  static final class OutOfOrderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private OutOfOrderException(String after) {
      super(
          "the keys of a page that comes after '"
              + after
              + "' are not in the order of their bytes: the next listing takes all pages one after"
              + " the other");
    }
  }

  private final Function<ListObjectsV2Request, ListedPage> server;
  private final String bucket;

  /// @param server answers with one page
  PageSequence(Function<ListObjectsV2Request, ListedPage> server, String bucket) {
    this.server = server;
    this.bucket = bucket;
  }

  /// The first page of a part that has no end.
  ListedPage first(ListingPart part) {
    return page(request(part));
  }

  /// All pages of a part.
  ///
  /// @throws OutOfOrderException when the part has an end, and the server another order
  void of(ListingPart part, Consumer<ListedPage> each) {
    String[] after = {part.after()};
    UnaryOperator<ListedPage> own =
        page -> {
          if (!page.isInOrderAfter(after[0])) {
            throw new OutOfOrderException(after[0]);
          }
          after[0] = page.lastKey(after[0]);
          return page.upTo(part.until());
        };
    follow(request(part), part.hasEnd() ? own : UnaryOperator.identity(), each);
  }

  /// All pages with what is in no deeper folder, and with the names of the folders.
  void besideFolders(ListingPart part, Consumer<ListedPage> each) {
    follow(request(part).toBuilder().delimiter("/").build(), UnaryOperator.identity(), each);
  }

  private void follow(
      ListObjectsV2Request request, UnaryOperator<ListedPage> own, Consumer<ListedPage> each) {
    ListedPage page = own.apply(page(request));
    each.accept(page);
    while (!page.isLast()) {
      page = own.apply(pageAfter(page.next(), request));
      each.accept(page);
    }
  }

  private ListedPage pageAfter(@Nullable String token, ListObjectsV2Request request) {
    ListedPage page = page(request.toBuilder().continuationToken(token).build());
    if (!page.isLast() && Objects.equals(page.next(), token)) {
      throw SdkClientException.create(
          "the listing does not end: the server answers the continuation token '"
              + token
              + "' with the same one");
    }
    return page;
  }

  private ListedPage page(ListObjectsV2Request request) {
    return AwsCall.of(() -> server.apply(request));
  }

  private ListObjectsV2Request request(ListingPart part) {
    return ListObjectsV2Request.builder()
        .bucket(bucket)
        .prefix(part.prefix())
        .startAfter(part.after().isEmpty() ? null : part.after())
        // XML has no way to write most control characters: one key with one of them would make
        // the whole listing unreadable.
        .encodingType(EncodingType.URL)
        .optionalObjectAttributes(OptionalObjectAttributes.RESTORE_STATUS)
        .build();
  }
}
