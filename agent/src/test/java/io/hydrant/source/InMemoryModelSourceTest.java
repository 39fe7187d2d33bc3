package io.hydrant.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.source.SourceException.Kind;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The fake keeps the contract of the real thing, and does to a call what a test asks for.
class InMemoryModelSourceTest extends ModelSourceContract {
  private final InMemoryModelSource everything = new InMemoryModelSource();

  @Override
  protected TestBucket bucket() {
    return everything;
  }

  @Override
  protected ModelSource source(String prefix) {
    return everything.below(prefix);
  }

  @Override
  protected ModelSource sourceOfMissingBucket() {
    InMemoryModelSource missing = new InMemoryModelSource();
    missing.interfere(failingWith(Kind.NO_BUCKET));
    return missing;
  }

  @Test
  void aCallMeetsWhatTheTestAskedForUntilItIsTakenBack() throws Exception {
    everything.put("model", bytes(10, 1));
    everything.interfere(failingWith(Kind.THROTTLED));
    assertThat(failureOf(() -> list("")).kind()).isEqualTo(Kind.THROTTLED);

    everything.interfereNoMore();
    assertThat(list("")).hasSize(1);
  }

  @Test
  void anObjectThatChangesUnderAFetchIsNotMixed() throws Exception {
    everything.put("model", bytes(MEBIBYTE, 1));
    RemoteObject object = head("model");
    everything.interfere(
        new InMemoryModelSource.Interference() {
          @Override
          public void duringFetch(RemoteObject fetched, long written) {
            everything.put("model", bytes(MEBIBYTE, 2));
          }
        });

    assertThat(failureOf(() -> everything.fetch(object, target(), _ -> {})).kind())
        .isEqualTo(Kind.CHANGED);
  }

  @Test
  void anArchivedObjectIsListedAndNotFetched() throws Exception {
    everything.put("model", bytes(10, 1));
    everything.archive("model");

    assertThat(list("")).allMatch(RemoteObject::archived);
    assertThat(failureOf(() -> everything.fetch(head("model"), target(), _ -> {})).kind())
        .isEqualTo(Kind.ARCHIVED);
  }

  private static InMemoryModelSource.Interference failingWith(Kind kind) {
    SourceException failure = new SourceException(kind, "asked for by the test", null);
    return new InMemoryModelSource.Interference() {
      @Override
      public void beforeList() throws SourceException {
        throw failure;
      }

      @Override
      public void beforeHead(ObjectKey key) throws SourceException {
        throw failure;
      }

      @Override
      public void beforeFetch(RemoteObject object) throws SourceException {
        throw failure;
      }
    };
  }

  @Nested
  class WithVersions extends VersionedModelSourceContract {
    private final InMemoryModelSource versioned =
        new InMemoryModelSource(true, InstantSource.system());

    @Override
    protected TestBucket bucket() {
      return versioned;
    }

    @Override
    protected ModelSource source(String prefix) {
      return versioned;
    }
  }
}
