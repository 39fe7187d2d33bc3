package io.hydrant.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class MdadmExportTest {
  private static final UUID ID = Sample.ARRAY;

  @Test
  void aRunningArrayTellsLevelNameAndId() {
    assertThat(MdadmExport.parse(Recorded.output("mdadm-detail.txt")))
        .isEqualTo(new MdadmExport("raid0", 2, "any:comfyui-models", ID));
  }

  @Test
  void aMemberTellsTheSameOfItsArray() {
    assertThat(MdadmExport.parse(Recorded.output("mdadm-examine.txt")))
        .isEqualTo(new MdadmExport("raid0", 2, "any:comfyui-models", ID));
  }

  @Test
  void anArrayThatDoesNotRunHasNoLevelAndCountsOnlyWhoIsThere() {
    assertThat(MdadmExport.parse(Recorded.output("mdadm-detail-inactive.txt")))
        .isEqualTo(new MdadmExport("", 1, "any:comfyui-models", ID));
  }

  @Test
  void anArrayOfOthersHasAnotherName() {
    assertThat(MdadmExport.parse(Recorded.output("mdadm-detail-foreign.txt")).label())
        .isEqualTo("(none):kubernetes");
  }

  @Test
  void nothingSaidIsNoArray() {
    assertThat(MdadmExport.parse("")).isEqualTo(new MdadmExport("", 0, "", null));
  }

  @Test
  void anIdOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> MdadmExport.parse("MD_UUID=26187c24:5f807bca"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("26187c24:5f807bca");
  }
}
