package io.hydrant.localcloud.sqs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/// ElasticMQ on a port of this machine.
public final class QueueServer implements AutoCloseable {
  /// Only warnings are logged, whatever the program's logging lets through; and nothing of it lives
  /// on in the JVM or reacts to its end.
  private static final Config CONFIG =
      ConfigFactory.parseString(
          """
          pekko.loglevel = WARNING
          pekko.stdout-loglevel = WARNING
          pekko.daemonic = on
          pekko.jvm-shutdown-hooks = off
          pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
          """);

  private final ActorSystem actors;
  private final int port;

  private QueueServer(ActorSystem actors, int port) {
    this.actors = actors;
    this.port = port;
  }

  /// Starts with no queue.
  ///
  /// @param port 0 for any free one
  /// @throws IOException when the port cannot be used
  public static QueueServer start(int port, String region, String account) throws IOException {
    ActorSystem actors =
        ActorSystem.create("localcloud-sqs", CONFIG.withFallback(ConfigFactory.load()));
    try {
      SQSRestServer server =
          SQSRestServerBuilder.withActorSystem(actors)
              .withInterface("127.0.0.1")
              .withPort(port)
              .withAWSRegion(region)
              .withAWSAccountId(account)
              .start();
      return new QueueServer(actors, server.waitUntilStarted().localAddress().getPort());
    } catch (RuntimeException e) {
      terminate(actors);
      throw new IOException("SQS cannot listen on port " + port + ": " + e.getMessage(), e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /// Ends at once: a receive that waits for messages is cut off.
  @Override
  public void close() {
    terminate(actors);
  }

  private static void terminate(ActorSystem actors) {
    actors.terminate();
    actors.getWhenTerminated().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
