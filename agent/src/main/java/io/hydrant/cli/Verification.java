package io.hydrant.cli;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Inventory;
import io.hydrant.catalog.PresentFile;
import io.hydrant.catalog.PresentFile.Managed;
import io.hydrant.store.PublishedBytes;
import io.hydrant.store.StorePaths;
import io.hydrant.store.TreeScan;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads every file that Hydrant published again and compares it with its record.
///
/// It may run beside an agent: a file that is replaced or removed meanwhile is judged by what it is
/// in the end.
final class Verification {

  /// A file whose bytes are not those that were published.
  record Damage(Managed file, String problem) {}

  /// What was found.
  ///
  /// @param files how many files were read
  record Report(int files, ByteSize size, List<Damage> damaged) {
    Report {
      damaged = List.copyOf(damaged);
    }
  }

  /// How far it is.
  record Progress(int files, int allFiles, long bytes, long allBytes) {}

  private final StorePaths paths;
  private final TreeScan scan;
  private final int readers;

  /// @param readers how many files are read at the same time
  Verification(StorePaths paths, int readers) {
    this.paths = paths;
    this.scan = new TreeScan(paths);
    this.readers = readers;
  }

  /// @param progress hears of every file that was read
  Report run(Consumer<Progress> progress) throws IOException, InterruptedException {
    List<Managed> files =
        scan.all().files().stream()
            .filter(Managed.class::isInstance)
            .map(Managed.class::cast)
            .toList();
    long allBytes = files.stream().mapToLong(file -> file.size().bytes()).sum();
    // Platform threads: reading a file holds the carrier of a virtual one.
    ExecutorService pool =
        Executors.newFixedThreadPool(readers, Thread.ofPlatform().name("verify-", 0).factory());
    try {
      ExecutorCompletionService<Checked> checks = new ExecutorCompletionService<>(pool);
      files.forEach(file -> checks.submit(() -> new Checked(file, check(file))));
      List<Damage> damaged = new ArrayList<>();
      long bytes = 0;
      for (int done = 1; done <= files.size(); done++) {
        Checked checked = checks.take().get();
        bytes += checked.file().size().bytes();
        if (checked.damage() != null) {
          damaged.add(checked.damage());
        }
        progress.accept(new Progress(done, files.size(), bytes, allBytes));
      }
      damaged.sort((one, other) -> one.file().path().compareTo(other.file().path()));
      return new Report(files.size(), new ByteSize(allBytes), damaged);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private record Checked(Managed file, @Nullable Damage damage) {}

  /// The damage of a file, or null.
  @Nullable Damage check(Managed file) {
    Managed judged = file;
    while (true) {
      String problem = problemOf(judged);
      Managed now = problem == null ? judged : lookAgain(judged);
      if (problem == null || now == null) {
        return null;
      }
      if (now.equals(judged)) {
        return new Damage(judged, problem);
      }
      judged = now;
    }
  }

  private @Nullable String problemOf(Managed file) {
    try {
      return PublishedBytes.damageOf(paths, file);
    } catch (NoSuchFileException _) {
      return "it is gone";
    } catch (IOException e) {
      return "it cannot be read: " + e.getMessage();
    }
  }

  /// What is at the file's path now; null when it is gone or not ours any more.
  private @Nullable Managed lookAgain(Managed file) {
    try {
      Inventory now = scan.at(List.of(file.path()));
      PresentFile present = now.get(file.path());
      return present instanceof Managed managed ? managed : null;
    } catch (IOException _) {
      return file;
    }
  }
}
