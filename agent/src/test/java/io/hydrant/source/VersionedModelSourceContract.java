package io.hydrant.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.source.SourceException.Kind;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/// What a [ModelSource] promises of a versioned bucket: only the newest version counts, and a
/// delete marker is no object.
public abstract class VersionedModelSourceContract extends ModelSourceFixture {
  private static final String KEY = "loras/detail.safetensors";

  @Test
  void anOverwriteIsANewVersionOfTheSameKey() throws Exception {
    bucket().put(KEY, bytes(1000, 1));
    RemoteObject first = head(KEY);
    bucket().put(KEY, bytes(1000, 2));
    RemoteObject second = head(KEY);

    assertThat(first.versionId()).isNotNull();
    assertThat(second.versionId()).isNotNull().isNotEqualTo(first.versionId());
    assertThat(second.etag()).isNotEqualTo(first.etag());
    assertThat(list("")).extracting(RemoteObject::etag).containsExactly(second.etag());
  }

  @Test
  void aFetchTellsTheVersionThatItRead() throws Exception {
    byte[] content = bytes(1000, 1);
    bucket().put(KEY, content);
    RemoteObject object = head(KEY);

    assertThat(source("").fetch(list("").getFirst(), target(), _ -> {}).object()).isEqualTo(object);
    assertThat(Files.readAllBytes(target())).isEqualTo(content);
  }

  @Test
  void anOverwrittenVersionIsNoLongerFetched() throws Exception {
    bucket().put(KEY, bytes(1000, 1));
    RemoteObject first = head(KEY);
    bucket().put(KEY, bytes(1000, 2));

    assertThat(failureOf(() -> source("").fetch(first, target(), _ -> {})).kind())
        .isEqualTo(Kind.CHANGED);
  }

  @Test
  void aDeleteMarkerHidesTheObjectUntilItIsTakenAway() throws Exception {
    byte[] content = bytes(1000, 1);
    bucket().put(KEY, content);
    RemoteObject object = head(KEY);

    bucket().delete(KEY);
    assertThat(source("").head(new ObjectKey(KEY))).isEmpty();
    assertThat(list("")).isEmpty();
    assertThat(failureOf(() -> source("").fetch(object, target(), _ -> {})).kind())
        .isEqualTo(Kind.GONE);

    bucket().undelete(KEY);
    assertThat(head(KEY)).isEqualTo(object);
    assertThat(list("")).extracting(RemoteObject::etag).containsExactly(object.etag());
    source("").fetch(object, target(), _ -> {});
    assertThat(Files.readAllBytes(target())).isEqualTo(content);
  }
}
