package io.hydrant.sync;

import io.hydrant.catalog.BucketView;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.event.Delivery;
import io.hydrant.source.SourceException;
import io.hydrant.transfer.Outcome;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is told to the loop's thread.
sealed interface Message {
  /// Messages of the queue arrived.
  record Arrived(List<Delivery> deliveries) implements Message {}

  /// The bucket was listed.
  ///
  /// @param view nobody else has it
  record Listed(BucketView view, int objects, Duration took) implements Message {}

  /// The bucket could not be listed.
  record ListingFailed(SourceException failure) implements Message {}

  /// A key was looked at.
  ///
  /// @param object its object, or null when there is none
  record Looked(ObjectKey key, @Nullable RemoteObject object) implements Message {}

  /// A key could not be looked at.
  record LookFailed(ObjectKey key, SourceException failure) implements Message {}

  /// A fetch is over.
  record Settled(Outcome outcome) implements Message {}

  /// Events may have been missed: the queue could not be read for a while.
  record EventsInDoubt() implements Message {}

  /// Somebody lets the removals happen that are held.
  record RemovalsReleased() implements Message {}

  /// Somebody asks for a full listing now.
  record ResyncRequested() implements Message {}
}
