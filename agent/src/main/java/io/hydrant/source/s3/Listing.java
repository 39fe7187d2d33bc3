package io.hydrant.source.s3;

import io.hydrant.aws.AwsCall;
import io.hydrant.catalog.RemoteObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.OptionalObjectAttributes;

/// Lists what lies below a prefix. One page after the other, S3 gives a thousand keys in about a
/// tenth of a second; so what comes after the first page is listed folder by folder, some of them
/// at the same time, unless there are so many folders that this would cost more requests than it
/// saves time. What fits into one page costs one request. Thread-safe.
final class Listing {
  private static final int AT_THE_SAME_TIME = 8;

  /// Each takes a request of its own, however little is in it.
  private static final int MOST_FOLDERS = 100;

  /// What begins with a prefix and comes after a key; all of it where that is empty.
  private record Part(String prefix, String after) {}

  private final S3Client client;
  private final String bucket;

  Listing(S3Client client, String bucket) {
    this.client = client;
    this.bucket = bucket;
  }

  /// Calls back for every object, never twice at the same time.
  ///
  /// @throws SdkException when it failed or was interrupted; the thread's flag is then kept
  void list(String prefix, Consumer<RemoteObject> each) {
    list(new Part(prefix, ""), each);
  }

  private void list(Part part, Consumer<RemoteObject> each) {
    ListedPage first = page(request(part).build());
    first.objects().forEach(each);
    if (!first.isLast()) {
      List<RemoteObject> given = first.objects();
      listFolders(
          part.prefix(), given.isEmpty() ? part.after() : given.getLast().key().value(), each);
    }
  }

  /// What comes after a key: the rest of the folder that it is in, and all others.
  private void listFolders(String prefix, String after, Consumer<RemoteObject> each) {
    List<Part> parts = new ArrayList<>();
    int slash = after.indexOf('/', prefix.length());
    String begun = slash < 0 ? after : after.substring(0, slash + 1);
    if (slash >= 0) {
      parts.add(new Part(begun, after));
    }
    pages(
        request(new Part(prefix, begun)).delimiter("/").build(),
        page -> {
          page.objects().forEach(each);
          page.folders().stream()
              // S3 tells the folder again that the keys to come after are in.
              .filter(folder -> !folder.equals(begun))
              .forEach(folder -> parts.add(new Part(folder, "")));
        });
    if (parts.size() == 1) {
      list(parts.getFirst(), each);
    } else if (parts.size() > MOST_FOLDERS) {
      pages(request(new Part(prefix, after)).build(), page -> page.objects().forEach(each));
    } else {
      listAtTheSameTime(parts, each);
    }
  }

  private void listAtTheSameTime(List<Part> parts, Consumer<RemoteObject> each) {
    Semaphore slots = new Semaphore(AT_THE_SAME_TIME);
    Object oneByOne = new Object();
    try (ExecutorService executor =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("list-", 0).factory())) {
      List<Future<?>> listings = new ArrayList<>();
      for (Part part : parts) {
        listings.add(
            executor.submit(() -> {
              slots.acquire();
              try {
                pages(
                    request(part).build(),
                    page -> {
                      synchronized (oneByOne) {
                        page.objects().forEach(each);
                      }
                    });
              } finally {
                slots.release();
              }
              return part;
            }));
      }
      try {
        for (Future<?> listing : listings) {
          listing.get();
        }
      } catch (InterruptedException e) {
        executor.shutdownNow();
        Thread.currentThread().interrupt();
        throw AbortedException.create("interrupted", e);
      } catch (ExecutionException e) {
        executor.shutdownNow();
        throw failure(e);
      }
    }
  }

  private static RuntimeException failure(ExecutionException e) {
    return e.getCause() instanceof RuntimeException failure
        ? failure
        : new IllegalStateException("a listing fails only by the SDK's exceptions", e.getCause());
  }

  private void pages(ListObjectsV2Request request, Consumer<ListedPage> each) {
    ListedPage page = page(request);
    each.accept(page);
    while (!page.isLast()) {
      page = page(request.toBuilder().continuationToken(page.next()).build());
      each.accept(page);
    }
  }

  private ListedPage page(ListObjectsV2Request request) {
    return AwsCall.of(() -> ListedPages.get(client, request));
  }

  private ListObjectsV2Request.Builder request(Part part) {
    return ListObjectsV2Request.builder()
        .bucket(bucket)
        .prefix(part.prefix())
        .startAfter(part.after().isEmpty() ? null : part.after())
        // XML has no way to write most control characters: one key with one of them would make
        // the whole listing unreadable.
        .encodingType(EncodingType.URL)
        .optionalObjectAttributes(OptionalObjectAttributes.RESTORE_STATUS);
  }
}
