package io.hydrant.disk;

import java.nio.file.Path;

/// Where the host's kernel is looked at. In a container these are the host's own directories,
/// mounted.
///
/// @param proc the host's, whose process 1 lives in the host's mount namespace
public record HostPaths(Path sys, Path dev, Path proc) {}
