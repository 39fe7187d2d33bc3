/// The loop that keeps disk and bucket in agreement.
///
/// One thread owns all state: what is known of the bucket (a [io.hydrant.catalog.BucketView]), the
/// keys that wait for a look, and the outcome of fetches. Whatever blocks on the network runs
/// elsewhere and answers with a message.
///
/// 1. A full listing, repeated at an interval, is compared with a scan of the disk: a full plan.
/// 2. An event of the bucket only marks its key. A HEAD tells the key's present state, which is
///    compared with the disk at that path: a partial plan. So duplicated, late and reordered events
///    do no harm, and a lost one costs at most an interval.
/// 3. What was learned of a key while a listing ran overrides what the listing says of it.
/// 4. A removal that a listing suggests is made only after a HEAD has confirmed it. Those that are
///    too many are held, and stay held ([Rulings]).
/// 5. A message is settled when all keys that it names are dealt with.
@NullMarked
package io.hydrant.sync;

import org.jspecify.annotations.NullMarked;
