package io.hydrant.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.catalog.ByteSize;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  @ParameterizedTest
  @CsvSource({"1795, 7, 3", "66304, 259, 0", "66305, 259, 1", "2431, 9, 127", "1048832, 1, 256"})
  void aNodeNumberIsTakenApartAsGlibcDoes(long rdev, int major, int minor) {
    assertThat(DeviceNumber.ofNode(rdev)).isEqualTo(new DeviceNumber(major, minor));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "259", "259:", ":1", "a:b", "-1:0"})
  void whatIsNoDeviceNumberIsRefused(String text) {
    assertThatThrownBy(() -> DeviceNumber.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void disksAreSortedAsPeopleCount() {
    assertThat(List.of(Sample.disk(10), Sample.disk(2), Sample.disk(1)).stream().sorted())
        .extracting(Disk::name)
        .containsExactly("nvme1n1", "nvme2n1", "nvme10n1");
  }

  @Test
  void aLimitIsAShareOrASize() {
    ByteSize total = ByteSize.ofGibibytes(100);
    assertThat(SpaceLimit.parse("70%").of(total)).isEqualTo(ByteSize.ofGibibytes(70));
    assertThat(SpaceLimit.parse("20GiB").of(total)).isEqualTo(ByteSize.ofGibibytes(20));
  }

  @Test
  void aLimitIsNeverMoreThanThereIs() {
    assertThat(SpaceLimit.parse("1TiB").of(ByteSize.ofGibibytes(100)))
        .isEqualTo(ByteSize.ofGibibytes(100));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0%", "101%", "%", "-5%", "half"})
  void whatIsNoLimitIsRefused(String text) {
    assertThatThrownBy(() -> SpaceLimit.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "1000", "1000:", "1000:users", "-1:0"})
  void anOwnerIsTwoNumbers(String text) {
    assertThat(Owner.parse("1000:2000")).isEqualTo(new Owner(1000, 2000));
    assertThatThrownBy(() -> Owner.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theModelIsMatchedAsAWhole() {
    DiskSettings settings = Sample.settings(Path.of("/m"), null);
    assertThat(settings.isInstanceStore(Sample.disk(1))).isTrue();
    assertThat(settings.isInstanceStore(Sample.disk(1, "Amazon EC2 NVMe Instance Storage 2")))
        .isFalse();
    assertThat(settings.isInstanceStore(Sample.disk(1, "NVMe Instance Storage"))).isFalse();
    assertThat(settings.isInstanceStore(Sample.disk(1, ""))).isFalse();
  }

  @Test
  void theRootOfAllCannotBeTheModelsDirectory() {
    assertThatThrownBy(() -> Sample.settings(Path.of("/x/.."), null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/m", "/m/below", "/"})
  void theFallbackLiesApart(Path fallback) {
    assertThatThrownBy(() -> Sample.settings(Path.of("/m"), fallback))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must lie apart");
  }
}
