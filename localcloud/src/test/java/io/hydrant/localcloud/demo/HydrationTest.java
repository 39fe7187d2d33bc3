package io.hydrant.localcloud.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class HydrationTest {
  @Test
  void bytesUnderWayHaveArrived() {
    Hydration hydration =
        read(
            """
            {"phase": "HYDRATING", "ready": false,
             "wanted": {"files": 3, "bytes": 1000}, "present": {"files": 1, "bytes": 100},
             "bytesPerSecond": 50,
             "active": [{"path": "a", "received": 30}, {"path": "b", "received": 20}]}
            """);

    assertThat(hydration).isEqualTo(new Hydration(false, 3, 1, 1000, 150, 50));
    assertThat(hydration.isHydrated(3)).isFalse();
  }

  @Test
  void hydratedIsReadyWithEveryExpectedFile() {
    String status =
        """
        {"ready": %s, "wanted": {"files": %d, "bytes": 9}, "present": {"files": %d, "bytes": 9}}
        """;

    assertThat(read(status.formatted(true, 3, 3)).isHydrated(3)).isTrue();
    assertThat(read(status.formatted(false, 3, 3)).isHydrated(3)).isFalse();
    assertThat(read(status.formatted(true, 2, 2)).isHydrated(3)).isFalse();
    assertThat(read(status.formatted(true, 3, 2)).isHydrated(3)).isFalse();
  }

  private static Hydration read(String status) {
    return Hydration.of(new JsonMapper().readTree(status));
  }
}
