/// The bucket on S3.
///
/// Two clients do the work. A blocking one lists and describes; it has few connections and an
/// event-loop thread of its own, so the look at a key that an event names never waits behind the
/// bytes of a hydration. An [Engine] fetches: the CRT cuts the object into parts, gets several at
/// once, and writes the file without Java seeing a byte. [CrtEngine] is the CRT's own client,
/// [TransferManagerEngine] the SDK's over it. Small objects are the exception: [SmallFetch] asks
/// for them by single requests, which pass through Java and cost much less.
///
/// **Pinning.** Every fetch carries `If-Match` with the ETag, and the CRT carries it on to every
/// part. A version id is not sent although it may be known: it needs the right
/// `s3:GetObjectVersion`, and would fetch a version that is no longer the object.
///
/// **Checksums.** [CrtEngine] tells whether the CRT compared a checksum of the whole object. It
/// does not for ranged answers, so for most large objects there is only the checksum, and the file
/// must be read again. Of a composite one (of checksums of parts) the parts' checksums are asked
/// for. An ETag is never taken for an MD5: it is one only for some kinds of encryption and upload,
/// other makers of S3 differ, and a wrong guess would condemn a good file for ever.
///
/// **Retries.** One layer retries: the callers', because it knows whether the object is still
/// wanted. Below it, the CRT gets a single part again up to twice, since the parts that have
/// arrived of a large object are worth keeping, and the blocking client repeats a call once.
///
/// **Stalls.** The CRT gives a connection up that carries less than 1 kB/s for 5 s, at the level of
/// bytes. With two repetitions of the part a dead connection costs a fetch 22 s, measured. Progress
/// is only told in whole parts, so that a slow link looks like a stalled one for long; the watchdog
/// on progress is therefore generous and only there for a fault of the CRT itself.
@NullMarked
package io.hydrant.source.s3;

import org.jspecify.annotations.NullMarked;
