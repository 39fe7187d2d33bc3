package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlanTableTest {
  @Test
  void everythingThatWouldHappenIsShown() {
    assertThat(PlanTable.of(Plans.everything(), Style.PLAIN))
        .isEqualTo(
            """
            Remove 2 models (2.3 GiB): no longer wanted from the bucket
                1.1 GiB  loras/old.safetensors
                1.1 GiB  loras/older.safetensors

            Fetch 2 models (6.5 GiB), in this order
                6.5 GiB  not on the disk     checkpoints/sd_xl_base_1.0.safetensors
                  900 B  the object changed  loras/\\u001b[2Jdetail 模型.safetensors

            Leave out 2 objects
               22.2 GiB  checkpoints/flux1-dev.safetensors
                         no space: it needs 22.2 GiB and 10.0 GiB are left beside the
                         reserve of 1.0 GiB
                      1  folder marker

            In sum: remove 2 models (2.3 GiB), fetch 2 models (6.5 GiB), keep 1 model (319.8
            MiB), leave out 2 objects.
            """);
  }

  @Test
  void removalsThatAreHeldBackAreShownWithTheReason() {
    assertThat(PlanTable.of(Plans.held(), Style.PLAIN))
        .startsWith(
            """
            Hold back the removal of 1 model (1.1 GiB)
              the bucket lists no wanted model at all, and 1 published files would go
                1.1 GiB  loras/old.safetensors

            There is nothing to do.
            """);
  }

  @Test
  void nothingToDoIsSaid() {
    assertThat(PlanTable.of(Plans.nothingToDo(), Style.PLAIN))
        .isEqualTo(
            """
            There is nothing to do.
            In sum: remove 0 models (0 B), fetch 0 models (0 B), keep 1 model (319.8 MiB),
            leave out 0 objects.
            """);
  }

  @Test
  void headingsAreSetOffOnAScreenOnly() {
    assertThat(PlanTable.of(Plans.everything(), Style.ANSI)).contains("\u001b[1mFetch 2 models");
    assertThat(PlanTable.of(Plans.everything(), Style.PLAIN)).doesNotContain("\u001b");
  }
}
