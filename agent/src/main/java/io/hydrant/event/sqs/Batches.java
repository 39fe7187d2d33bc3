package io.hydrant.event.sqs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;

/// SQS takes at most ten entries in one request and tells them apart by ids; here they are the
/// entries' places in their batch.
final class Batches {
  private static final int MOST = 10;

  private Batches() {}

  static <T> List<List<T>> of(Collection<T> all) {
    List<T> ordered = List.copyOf(all);
    List<List<T>> batches = new ArrayList<>();
    for (int start = 0; start < ordered.size(); start += MOST) {
      batches.add(ordered.subList(start, Math.min(start + MOST, ordered.size())));
    }
    return batches;
  }

  static <T, E> List<E> numbered(List<T> batch, BiFunction<String, T, E> entry) {
    List<E> entries = new ArrayList<>(batch.size());
    for (T each : batch) {
      entries.add(entry.apply(Integer.toString(entries.size()), each));
    }
    return entries;
  }
}
