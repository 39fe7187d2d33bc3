package io.hydrant.source.s3;

/// A part of a listing: the keys that begin with a prefix, come after a key, and do not come after
/// another.
///
/// @param after empty when it begins with the first key
/// @param until the last key that may be in it; empty when it ends with the last one
record ListingPart(String prefix, String after, String until) {
  static ListingPart whole(String prefix) {
    return new ListingPart(prefix, "", "");
  }

  static ListingPart after(String prefix, String key) {
    return new ListingPart(prefix, key, "");
  }

  boolean hasEnd() {
    return !until.isEmpty();
  }
}
