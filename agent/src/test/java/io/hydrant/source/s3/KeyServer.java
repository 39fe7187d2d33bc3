package io.hydrant.source.s3;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/// Answers to ListObjectsV2 with keys from memory. The token of the next page is the last name on
/// the page before.
final class KeyServer {
  private final NavigableSet<String> keys;
  private final int page;
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Callable<?> before = () -> true;

  KeyServer(Collection<String> keys, int page) {
    this(keys, page, KeyOrder.UTF_8);
  }

  /// @param order in which it has them
  KeyServer(Collection<String> keys, int page, Comparator<String> order) {
    this.keys = new ConcurrentSkipListSet<>(order);
    this.keys.addAll(keys);
    this.page = page;
  }

  NavigableSet<String> keys() {
    return keys;
  }

  /// Does something in each request, in its thread.
  void beforeEach(Callable<?> action) {
    before = action;
  }

  /// How many requests there have been since the last time.
  int takeRequests() {
    return requests.getAndSet(0);
  }

  ListedPage answer(ListObjectsV2Request request) {
    requests.incrementAndGet();
    try {
      before.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    List<RemoteObject> objects = new ArrayList<>();
    List<String> folders = new ArrayList<>();
    String last = "";
    for (String key : keys) {
      String name = nameOf(key, request);
      if (!isAskedFor(key, name, request) || folders.contains(name)) {
        continue;
      }
      if (objects.size() + folders.size() == page) {
        return new ListedPage(objects, folders, last);
      }
      if (isFolder(key, request)) {
        folders.add(name);
      } else {
        objects.add(object(key));
      }
      last = name;
    }
    return new ListedPage(objects, folders, null);
  }

  private boolean isAskedFor(String key, String name, ListObjectsV2Request request) {
    String token = request.continuationToken();
    String after = request.startAfter();
    return key.startsWith(request.prefix())
        && (token != null
            ? keys.comparator().compare(name, token) > 0
            : after == null || keys.comparator().compare(key, after) > 0);
  }

  private static boolean isFolder(String key, ListObjectsV2Request request) {
    return request.delimiter() != null && key.indexOf('/', request.prefix().length()) >= 0;
  }

  private static String nameOf(String key, ListObjectsV2Request request) {
    return isFolder(key, request)
        ? key.substring(0, key.indexOf('/', request.prefix().length()) + 1)
        : key;
  }

  private static RemoteObject object(String key) {
    return new RemoteObject(
        new ObjectKey(key), new ByteSize(1), new ETag("0"), Instant.EPOCH, null, null, false);
  }
}
