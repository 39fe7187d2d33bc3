package io.hydrant.catalog;

/// An object that is not mirrored, why, and the particulars.
public record Skipped(ObjectKey key, ByteSize size, SkipReason reason, String detail) {}
