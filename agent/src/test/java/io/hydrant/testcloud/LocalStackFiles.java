package io.hydrant.testcloud;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;

/// The files in which a LocalStack keeps its objects: without names, but open in its process, so
/// that `/proc` reaches them.
public final class LocalStackFiles {
  /// Arguments: size of the object, position, `flip` or `truncate`. Prints how many files it found.
  private static final String SCRIPT =
      """
      import glob, os, stat, sys
      size, position, what = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
      done = set()
      for path in glob.glob('/proc/[0-9]*/fd/*'):
          try:
              status = os.stat(path)
              if not stat.S_ISREG(status.st_mode) or status.st_size != size or status.st_ino in done:
                  continue
              with open(path, 'r+b') as file:
                  if what == 'truncate':
                      file.truncate(position)
                  else:
                      file.seek(position)
                      byte = file.read(1)[0]
                      file.seek(position)
                      file.write(bytes([byte ^ 1]))
              done.add(status.st_ino)
          except OSError:
              pass
      print('damaged %d' % len(done))
      """;

  private final DockerClient docker = DockerClientFactory.lazyClient();
  private final String container;

  /// @param endpoint where the LocalStack answers
  public LocalStackFiles(URI endpoint) {
    this.container =
        docker.listContainersCmd().exec().stream()
            .filter(each -> publishes(each, endpoint.getPort()))
            .map(Container::getId)
            .findAny()
            .orElseThrow(() -> new IllegalStateException("no container publishes " + endpoint));
  }

  private static boolean publishes(Container container, int port) {
    return Arrays.stream(container.getPorts())
        .anyMatch(each -> each.getPublicPort() != null && each.getPublicPort() == port);
  }

  /// Changes a byte of the only object that has this size.
  public void flip(long size, long position) throws InterruptedException {
    damage(size, position, "flip");
  }

  /// Takes away what follows a position of the only object that has this size.
  public void truncate(long size, long position) throws InterruptedException {
    damage(size, position, "truncate");
  }

  private void damage(long size, long position, String what) throws InterruptedException {
    String id =
        docker
            .execCreateCmd(container)
            .withCmd("python3", "-c", SCRIPT, Long.toString(size), Long.toString(position), what)
            .withAttachStdout(true)
            .withAttachStderr(true)
            .exec()
            .getId();
    StringBuilder output = new StringBuilder();
    docker
        .execStartCmd(id)
        .exec(
            new ResultCallback.Adapter<Frame>() {
              @Override
              public void onNext(Frame frame) {
                output.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
              }
            })
        .awaitCompletion(1, TimeUnit.MINUTES);
    if (!output.toString().strip().equals("damaged 1")) {
      throw new IllegalStateException("one file of " + size + " bytes was expected: " + output);
    }
  }
}
