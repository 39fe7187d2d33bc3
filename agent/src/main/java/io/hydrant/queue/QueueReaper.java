package io.hydrant.queue;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sns.model.Subscription;

/// Removes the queues and subscriptions of nodes that no longer exist: of spot instances that were
/// taken away, and of agents that were killed. [ReapRules] decides.
///
/// It runs once and keeps nothing: what it must remember until its next run is noted at the queues.
public final class QueueReaper {
  /// As many as SQS lists at a time.
  private static final int PAGE = 1000;

  private final QueueSettings settings;
  private final ReapRules rules;
  private final NodeList nodes;
  private final AwsCredentialsProvider credentials;
  private final InstantSource clock;

  /// @param mostPerRun how many queues one run removes at most
  public QueueReaper(
      QueueSettings settings,
      int mostPerRun,
      NodeList nodes,
      AwsCredentialsProvider credentials,
      InstantSource clock) {
    this.settings = settings;
    this.rules = new ReapRules(settings, ReapRules.SILENCE, ReapRules.BETWEEN_LOOKS, mostPerRun);
    this.nodes = nodes;
    this.credentials = credentials;
    this.clock = clock;
  }

  /// What one run found, and does unless it is a dry one.
  ///
  /// @param queues a verdict for each queue whose name begins as those of the cluster
  /// @param subscriptions the ARNs of queues that are subscribed and no more there, of nodes that
  ///   are not there either; their subscriptions are removed
  public record Report(List<Verdict> queues, List<String> subscriptions) {
    public Report {
      queues = List.copyOf(queues);
      subscriptions = List.copyOf(subscriptions);
    }
  }

  /// Finds what is left behind.
  ///
  /// @param dry whether nothing is changed
  /// @throws IOException when the nodes or the queues are not all known, or a change failed; what
  ///   was changed before stays so
  public Report run(boolean dry) throws IOException {
    Set<String> alive = nodes.instanceIds();
    if (alive.isEmpty()) {
      throw new IOException(
          "the list of nodes is empty, which is taken for a mistake: nothing is removed");
    }
    try (QueueClients clients = QueueClients.open(settings, credentials)) {
      // Before the queues: a queue is made before it is subscribed, so that a subscription of this
      // list without a queue in the next one has lost it.
      List<Subscription> subscriptions = Subscriptions.of(clients, settings.topic());
      Map<String, FoundQueue> found = find(clients);
      List<Verdict> verdicts = rules.judge(List.copyOf(found.values()), alive, clock.instant());
      List<Subscription> dangling = dangling(subscriptions, found.keySet(), alive);
      if (!dry) {
        for (Verdict verdict : verdicts) {
          carryOut(clients, verdict, found, subscriptions);
        }
        for (Subscription each : dangling) {
          Subscriptions.remove(clients, each);
        }
      }
      return new Report(verdicts, dangling.stream().map(Subscription::endpoint).toList());
    }
  }

  private Map<String, FoundQueue> find(QueueClients clients) throws IOException {
    String prefix = settings.namePrefix();
    List<String> urls =
        QueueClients.call(
            "sqs:ListQueues",
            settings.topic().arnOfQueue(prefix + "*"),
            () ->
                clients
                    .sqs()
                    .listQueuesPaginator(
                        request -> request.queueNamePrefix(prefix).maxResults(PAGE))
                    .queueUrls()
                    .stream()
                    .toList());
    Map<String, FoundQueue> found = new HashMap<>();
    for (String url : urls) {
      String name = url.substring(url.lastIndexOf('/') + 1);
      if (name.startsWith(prefix) && !name.equals(settings.deadLetterName())) {
        Map<String, String> tags =
            QueueClients.call(
                "sqs:ListQueueTags",
                settings.topic().arnOfQueue(name),
                () -> clients.sqs().listQueueTags(request -> request.queueUrl(url)).tags());
        found.put(name, new FoundQueue(url, name, QueueTags.read(tags)));
      }
    }
    return found;
  }

  /// The subscriptions of the cluster's queues that are gone, and whose nodes are gone.
  private List<Subscription> dangling(
      List<Subscription> subscriptions, Set<String> queues, Set<String> alive) {
    Set<String> wanted = new HashSet<>();
    alive.forEach(node -> wanted.add(settings.namePrefix() + node));
    List<Subscription> dangling = new ArrayList<>();
    String arnPrefix = settings.topic().arnOfQueue(settings.namePrefix());
    for (Subscription each : subscriptions) {
      if (each.endpoint().startsWith(arnPrefix)) {
        String name = each.endpoint().substring(each.endpoint().lastIndexOf(':') + 1);
        if (!queues.contains(name) && !wanted.contains(name)) {
          dangling.add(each);
        }
      }
    }
    return dangling;
  }

  private void carryOut(
      QueueClients clients,
      Verdict verdict,
      Map<String, FoundQueue> found,
      List<Subscription> subscriptions)
      throws IOException {
    FoundQueue queue = found.get(verdict.queue());
    if (queue == null) {
      return;
    }
    String arn = settings.topic().arnOfQueue(queue.name());
    switch (verdict) {
      case Verdict.Keep _ -> {}
      case Verdict.Note _ -> {
        Map<String, String> note = Map.of(QueueTags.ORPHANED_SINCE, clock.instant().toString());
        QueueClients.call(
            "sqs:TagQueue",
            arn,
            () -> clients.sqs().tagQueue(request -> request.queueUrl(queue.url()).tags(note)));
      }
      case Verdict.Clear _ ->
          QueueClients.call(
              "sqs:UntagQueue",
              arn,
              () ->
                  clients
                      .sqs()
                      .untagQueue(request ->
                          request.queueUrl(queue.url()).tagKeys(QueueTags.ORPHANED_SINCE)));
      case Verdict.Remove _ ->
          Subscriptions.removeWithQueue(clients, subscriptions, arn, queue.url());
    }
  }
}
