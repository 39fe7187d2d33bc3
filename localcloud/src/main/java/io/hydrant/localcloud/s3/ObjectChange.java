package io.hydrant.localcloud.s3;

/// A change of an object that S3 notifies of.
sealed interface ObjectChange {
  String bucket();

  String key();

  /// The event's name as S3 spells it.
  String eventName();

  /// An object was written.
  record Created(String bucket, String key, How how, long size, String eTag)
      implements ObjectChange {
    public Created {
      // S3Proxy gives it with quotes and without.
      eTag = eTag.replace("\"", "");
    }

    @Override
    public String eventName() {
      return "ObjectCreated:" + how.spelling;
    }
  }

  /// An object was removed.
  record Removed(String bucket, String key) implements ObjectChange {
    @Override
    public String eventName() {
      return "ObjectRemoved:Delete";
    }
  }

  /// The operation that wrote an object.
  enum How {
    PUT("Put"),
    COPY("Copy"),
    MULTIPART("CompleteMultipartUpload");

    private final String spelling;

    How(String spelling) {
      this.spelling = spelling;
    }
  }
}
