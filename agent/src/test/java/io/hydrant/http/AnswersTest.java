package io.hydrant.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.status.AgentStatus;
import io.hydrant.status.Statuses;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {
  private final CountingControl control = new CountingControl();

  @Test
  void readinessIsRefusedWithItsReasonUntilTheDiskIsHydrated() {
    Answer before = answers(Statuses.hydrating()).to("GET", "/readyz", false);
    assertThat(before.code()).isEqualTo(503);
    assertThat(before.body()).isEqualTo("not ready: hydrating, 1 of 3 models are on the disk\n");

    Answer after = answers(Statuses.ready()).to("GET", "/readyz", false);
    assertThat(after.code()).isEqualTo(200);
    assertThat(after.body()).isEqualTo("ready\n");
  }

  @Test
  void livenessIsRefusedOnlyForWhatANewProcessCures() {
    assertThat(answers(Statuses.starting()).to("GET", "/livez", false).code()).isEqualTo(200);
    Answer stuck =
        answers(Statuses.ready(), "deadlock: 'a' waits for 'b'").to("GET", "/livez", false);
    assertThat(stuck.code()).isEqualTo(503);
    assertThat(stuck.body()).isEqualTo("deadlock: 'a' waits for 'b'\n");
  }

  @Test
  void metricsAreTheTextOfTheRegistry() {
    Answer answer = answers(Statuses.ready()).to("GET", "/metrics", false);
    assertThat(answer.contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(answer.body()).isEqualTo("hydrant_ready 1.0\n");
  }

  @Test
  void aListingIsAskedForFromThisHostOnly() {
    Answers answers = answers(Statuses.ready());
    assertThat(answers.to("POST", "/resync", false).code()).isEqualTo(403);
    assertThat(control.resyncs()).hasValue(0);
    assertThat(answers.to("POST", "/resync", true).code()).isEqualTo(202);
    assertThat(control.resyncs()).hasValue(1);
  }

  @Test
  void heldRemovalsAreReleasedFromThisHostOnly() {
    Answers answers = answers(Statuses.ready());
    assertThat(answers.to("POST", "/release-removals", false).code()).isEqualTo(403);
    assertThat(answers.to("GET", "/release-removals", true).code()).isEqualTo(405);
    assertThat(control.releases()).hasValue(0);
    assertThat(answers.to("POST", "/release-removals", true).code()).isEqualTo(202);
    assertThat(control.releases()).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/models/", "", "/metrics/", "/status/x", "/favicon.ico"})
  void anyOtherPathIsAnsweredWithThePathsThatThereAre(String path) {
    Answer answer = answers(Statuses.ready()).to("GET", path, true);
    assertThat(answer.code()).isEqualTo(404);
    assertThat(answer.body()).contains("/metrics", "/livez", "/readyz", "/status", "/resync");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/livez", "/readyz", "/status"})
  void whatIsReadCannotBeWritten(String path) {
    Answer answer = answers(Statuses.ready()).to("DELETE", path, true);
    assertThat(answer.code()).isEqualTo(405);
    assertThat(answer.headers()).containsEntry("Allow", "GET, HEAD");
  }

  @Test
  void aListingIsNotAskedForByReading() {
    Answer answer = answers(Statuses.ready()).to("GET", "/resync", true);
    assertThat(answer.code()).isEqualTo(405);
    assertThat(answer.headers()).containsEntry("Allow", "POST");
    assertThat(control.resyncs()).hasValue(0);
  }

  private Answers answers(AgentStatus status) {
    return answers(status, null);
  }

  private Answers answers(AgentStatus status, @Nullable String deadlock) {
    return new Answers(() -> status, () -> "hydrant_ready 1.0\n", () -> deadlock, control);
  }
}
