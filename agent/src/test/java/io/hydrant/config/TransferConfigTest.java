package io.hydrant.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hydrant.catalog.ByteSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransferConfigTest {
  private static final TransferConfig NOTHING_SET =
      new TransferConfig(TransferEngine.CRT, null, null, null, null);

  @ParameterizedTest(name = "{0} cores and {1}: {2} Gbit/s, {3} models, {4}, {5} in flight")
  @CsvSource({
    // A container with a limit of its own.
    "2, 1GiB, 10, 8, 256MiB, 12500000000",
    // g5.xlarge, g5.2xlarge
    "4, 16GiB, 10, 8, 256MiB, 12500000000",
    "8, 32GiB, 10, 16, 256MiB, 12500000000",
    // g5.4xlarge, and one of its cores with less memory
    "16, 64GiB, 25, 32, 625MiB, 31250000000",
    "16, 16GiB, 25, 32, 512MiB, 31250000000",
    // g5.8xlarge, g5.12xlarge, g5.24xlarge, g5.48xlarge
    "32, 128GiB, 25, 32, 625MiB, 31250000000",
    "48, 192GiB, 40, 32, 1000MiB, 50000000000",
    "96, 384GiB, 50, 32, 1250MiB, 62500000000",
    "192, 768GiB, 100, 32, 2500MiB, 125000000000",
  })
  void whatIsNotSetFollowsFromTheNode(
      int cores, String memory, double gbps, int models, String memoryLimit, String inFlight) {
    TransferLimits limits = NOTHING_SET.on(new NodeClass(cores, ByteSize.parse(memory)));

    assertThat(limits)
        .isEqualTo(new TransferLimits(models, gbps, ByteSize.parse(memoryLimit), null));
    assertThat(limits.bytesInFlight()).isEqualTo(ByteSize.parse(inFlight));
  }

  @Test
  void aNodeOf32GibibytesGivesOneGibibyteAtMostWhateverItsNetwork() {
    TransferConfig fast = new TransferConfig(TransferEngine.CRT, null, 400.0, null, null);

    assertThat(fast.on(new NodeClass(8, ByteSize.ofGibibytes(32))).memoryLimit())
        .isEqualTo(ByteSize.ofGibibytes(1));
  }

  @Test
  void whatIsSetWins() {
    TransferConfig set =
        new TransferConfig(
            TransferEngine.CRT, 3, 0.5, ByteSize.ofGibibytes(2), ByteSize.ofMebibytes(1));

    TransferLimits limits = set.on(new NodeClass(4, ByteSize.ofGibibytes(16)));

    assertThat(limits)
        .isEqualTo(new TransferLimits(3, 0.5, ByteSize.ofGibibytes(2), ByteSize.ofMebibytes(1)));
    assertThat(limits.bytesInFlight())
        .as("a slow network still has more than one model under way")
        .isEqualTo(ByteSize.ofGibibytes(4));
  }

  @Test
  void theMemoryFollowsFromTheThroughputThatIsSet() {
    TransferConfig set = new TransferConfig(TransferEngine.CRT, null, 25.0, null, null);

    assertThat(set.on(new NodeClass(4, ByteSize.ofGibibytes(32))).memoryLimit())
        .isEqualTo(ByteSize.ofMebibytes(625));
  }

  @Test
  void aNodeHasCoresAndMemory() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NodeClass(0, ByteSize.ofGibibytes(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> new NodeClass(1, ByteSize.ZERO));
  }
}
