package io.hydrant.source.s3;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the cuts of the last listing for the next one, in a file also for the next process.
/// Nothing depends on them, so a file that is lost or damaged is no error. Thread-safe.
final class KeptCuts {
  private static final Logger LOG = LoggerFactory.getLogger(KeptCuts.class);

  /// Enough for a bucket of some millions of objects.
  private static final long MOST_BYTES = 1 << 20;

  private final @Nullable Path file;
  private final String heading;

  @GuardedBy("this")
  private @Nullable ListingCuts kept;

  /// @param file null to keep them in memory only
  KeptCuts(@Nullable Path file, String bucket, String prefix) {
    this.file = file;
    this.heading = "1 " + encoded(bucket + "/" + prefix);
  }

  synchronized ListingCuts get() {
    if (kept == null) {
      kept = file == null ? ListingCuts.NONE : read(file);
    }
    return kept;
  }

  synchronized void keep(ListingCuts cuts) {
    if (cuts.equals(get())) {
      return;
    }
    kept = cuts;
    if (file != null) {
      write(file, cuts);
    }
  }

  private ListingCuts read(Path from) {
    try {
      if (Files.size(from) > MOST_BYTES) {
        return ListingCuts.NONE;
      }
      List<String> lines = Files.readAllLines(from);
      return lines.isEmpty() || !lines.getFirst().equals(heading)
          ? ListingCuts.NONE
          : new ListingCuts(
              lines.stream()
                  .skip(1)
                  .map(line -> URLDecoder.decode(line, StandardCharsets.UTF_8))
                  .toList());
    } catch (IOException | IllegalArgumentException e) {
      LOG.debug("the listing is not cut: {}", e.toString());
      return ListingCuts.NONE;
    }
  }

  private void write(Path to, ListingCuts cuts) {
    String text =
        Stream.concat(Stream.of(heading), cuts.keys().stream().map(KeptCuts::encoded))
            .collect(Collectors.joining("\n", "", "\n"));
    Path beside = to.resolveSibling(to.getFileName() + ".new");
    try {
      Files.writeString(beside, text);
      Files.move(beside, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.debug("where the listing is cut is not kept: {}", e.toString());
    }
  }

  private static String encoded(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8);
  }
}
