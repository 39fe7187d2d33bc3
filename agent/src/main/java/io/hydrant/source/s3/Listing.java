package io.hydrant.source.s3;

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
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/// Lists what lies below a prefix. One page after the other, S3 gives a thousand keys in about a
/// tenth of a second. So the listing is cut where the one before it says, and its parts are asked
/// for at the same time. Where there was none, what comes after the first page is listed folder by
/// folder, unless there are so many folders that this would cost more requests than it saves time.
/// What fits into one page costs one request. Thread-safe.
final class Listing {
  private static final int AT_THE_SAME_TIME = 8;

  /// Each takes a request of its own, however little is in it.
  private static final int MOST_FOLDERS = 100;

  private final PageSequence pages;
  private final KeptCuts kept;

  Listing(PageSequence pages, KeptCuts kept) {
    this.pages = pages;
    this.kept = kept;
  }

  /// Calls back for every object, never twice at the same time.
  ///
  /// @throws SdkException when it failed or was interrupted; the thread's flag is then kept
  void list(String prefix, Consumer<RemoteObject> each) {
    CutFinder finder = new CutFinder();
    Consumer<ListedPage> eachPage =
        page -> {
          finder.add(page);
          page.objects().forEach(each);
        };
    List<ListingPart> parts = kept.get().parts(prefix);
    if (parts.size() > 1) {
      listCut(parts, eachPage);
    } else {
      listUncut(ListingPart.whole(prefix), eachPage);
    }
    kept.keep(finder.cuts());
  }

  private void listCut(List<ListingPart> parts, Consumer<ListedPage> each) {
    try {
      listAtTheSameTime(parts, each);
    } catch (PageSequence.OutOfOrderException e) {
      kept.keep(ListingCuts.NONE);
      throw SdkClientException.create(e.getMessage(), e);
    }
  }

  private void listUncut(ListingPart part, Consumer<ListedPage> each) {
    ListedPage first = pages.first(part);
    each.accept(first);
    if (!first.isLast()) {
      listFolders(part.prefix(), first.lastKey(part.after()), each);
    }
  }

  /// What comes after a key: the rest of the folder that it is in, and all others.
  private void listFolders(String prefix, String after, Consumer<ListedPage> each) {
    List<ListingPart> parts = new ArrayList<>();
    int slash = after.indexOf('/', prefix.length());
    String begun = slash < 0 ? after : after.substring(0, slash + 1);
    if (slash >= 0) {
      parts.add(ListingPart.after(begun, after));
    }
    List<ListedPage> besideFolders = new ArrayList<>();
    pages.besideFolders(ListingPart.after(prefix, begun), besideFolders::add);
    besideFolders.stream()
        .flatMap(page -> page.folders().stream())
        // S3 tells the folder again that the keys to come after are in.
        .filter(folder -> !folder.equals(begun))
        .forEach(folder -> parts.add(ListingPart.whole(folder)));
    if (parts.size() > MOST_FOLDERS) {
      pages.of(ListingPart.after(prefix, after), each);
      return;
    }
    besideFolders.forEach(each);
    if (parts.size() == 1) {
      listUncut(parts.getFirst(), each);
    } else {
      listAtTheSameTime(parts, each);
    }
  }

  private void listAtTheSameTime(List<ListingPart> parts, Consumer<ListedPage> each) {
    Semaphore slots = new Semaphore(AT_THE_SAME_TIME);
    Object oneByOne = new Object();
    try (ExecutorService executor =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("list-", 0).factory())) {
      List<Future<?>> listings = new ArrayList<>();
      for (ListingPart part : parts) {
        listings.add(
            executor.submit(() -> {
              slots.acquire();
              try {
                pages.of(
                    part,
                    page -> {
                      synchronized (oneByOne) {
                        each.accept(page);
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
}
