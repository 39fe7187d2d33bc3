package io.hydrant.disk;

/// A disk, what is on it and who uses it.
public record DiskState(Disk disk, Usage usage, Content content) {}
