package io.hydrant.source.s3;

import io.hydrant.catalog.RemoteObject;

/// What an answer of S3 says of an object.
///
/// @param composite whether S3 keeps checksums of its parts, and none of the whole
record Description(RemoteObject object, boolean composite) {}
