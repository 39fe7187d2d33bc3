package io.hydrant.directio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/// What of a file is in the page cache, as `fincore` of util-linux tells it.
public final class PageCache {
  private PageCache() {}

  /// How many bytes of a file are there.
  public static long bytesOf(Path file) throws IOException, InterruptedException {
    ProcessBuilder fincore =
        new ProcessBuilder(
            "fincore", "--bytes", "--noheadings", "--output", "RES", file.toString());
    Process process;
    try {
      process = fincore.redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new TestAbortedException("fincore cannot be run", e);
    }
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(told).isZero();
    return Long.parseLong(told.strip());
  }
}
