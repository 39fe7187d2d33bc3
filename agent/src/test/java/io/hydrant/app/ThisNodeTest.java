package io.hydrant.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import io.hydrant.config.NodeClass;
import io.hydrant.config.TransferConfig;
import io.hydrant.config.TransferEngine;
import org.junit.jupiter.api.Test;

class ThisNodeTest {
  private static final NodeClass NODE = new NodeClass(4, ByteSize.ofGibibytes(16));

  @Test
  void theLogTellsWhatTransfersMayUseUpAndWhy() {
    assertThat(
            ThisNode.describe(NODE, new TransferConfig(TransferEngine.CRT, null, null, null, null)))
        .isEqualTo(
            "engine crt, 10.0 Gbit/s, 8 models at a time, 256.0 MiB of native memory, no rate"
                + " limit, as the node has 4 cores and 16.0 GiB");
  }

  @Test
  void theLogTellsWhatIsSet() {
    TransferConfig set =
        new TransferConfig(
            TransferEngine.TRANSFER_MANAGER,
            3,
            2.5,
            ByteSize.ofGibibytes(1),
            ByteSize.ofMebibytes(100));

    assertThat(ThisNode.describe(NODE, set))
        .isEqualTo(
            "engine transfer-manager, 2.5 Gbit/s (set), 3 models at a time (set), 1.0 GiB of native"
                + " memory (set), 100.0 MiB/s on average, as the node has 4 cores and 16.0 GiB");
  }

  @Test
  void thisMachineHasCoresAndMemory() {
    assertThat(ThisNode.nodeClass().cores()).isPositive();
    assertThat(ThisNode.nodeClass().memory().isZero()).isFalse();
  }
}
