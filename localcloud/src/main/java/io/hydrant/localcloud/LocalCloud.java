package io.hydrant.localcloud;

import io.hydrant.localcloud.s3.BucketNotifications;
import io.hydrant.localcloud.s3.DeliveryFilter;
import io.hydrant.localcloud.s3.ObjectServer;
import io.hydrant.localcloud.sns.TopicServer;
import io.hydrant.localcloud.sns.Topics;
import io.hydrant.localcloud.sqs.QueueServer;
import io.hydrant.localcloud.sqs.Queues;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// S3, SNS and SQS on ports of this machine, wired as in production: a bucket notifies a topic, and
/// the topic brings the events to the queues that subscribed. Thread-safe. What it does not do is
/// told at its package.
public final class LocalCloud implements AutoCloseable {
  private static final String REGION = "us-east-1";
  private static final String ACCOUNT = "000000000000";
  private static final AwsBasicCredentials CREDENTIALS =
      AwsBasicCredentials.create("localcloud", "localcloud-secret");

  /// A proxy that the environment names does not lead to this machine.
  private static final ProxyConfiguration NO_PROXY =
      ProxyConfiguration.builder()
          .useEnvironmentVariablesValues(false)
          .useSystemPropertyValues(false)
          .build();

  /// A bucket and the topic that it notifies.
  public record Bucket(String name, String topicArn) {}

  private final Resources resources;
  private final URI sqsEndpoint;
  private final Queues queues;
  private final Topics topics;
  private final TopicServer sns;
  private final BucketNotifications notifications;
  private final ObjectServer s3;

  private LocalCloud(LocalCloudOptions options, Resources resources) throws IOException {
    this.resources = resources;
    InstantSource clock = InstantSource.system();
    QueueServer sqs = QueueServer.start(options.sqsPort(), REGION, ACCOUNT);
    resources.closeLater(sqs::close);
    sqsEndpoint = sqs.endpoint();
    SqsClient client = newSqsClient();
    resources.closeLater(client::close);
    queues = new Queues(client, REGION, ACCOUNT);
    topics = new Topics(REGION, ACCOUNT, clock, queues::send);
    sns = TopicServer.start(options.snsPort(), ACCOUNT, topics);
    resources.closeLater(sns::close);
    notifications = new BucketNotifications(REGION, clock, topics::publish);
    resources.closeLater(notifications::close);
    s3 = ObjectServer.start(options.directory(), options.s3Port(), CREDENTIALS, notifications);
    resources.closeLater(s3::close);
  }

  /// Starts on any free ports.
  ///
  /// @param directory holds the buckets, a folder each; made where it is missing
  /// @throws IOException when the directory cannot be used
  public static LocalCloud start(Path directory) throws IOException {
    return start(LocalCloudOptions.in(directory));
  }

  /// Starts as told.
  ///
  /// @throws IOException when the directory or a port cannot be used
  public static LocalCloud start(LocalCloudOptions options) throws IOException {
    Resources resources = new Resources();
    try {
      return new LocalCloud(options, resources);
    } catch (IOException | RuntimeException e) {
      resources.close();
      throw e;
    }
  }

  public URI s3Endpoint() {
    return s3.endpoint();
  }

  public URI sqsEndpoint() {
    return sqsEndpoint;
  }

  public URI snsEndpoint() {
    return sns.endpoint();
  }

  public String region() {
    return REGION;
  }

  /// S3 lets in only these credentials; SQS and SNS ask for none.
  public String accessKey() {
    return CREDENTIALS.accessKeyId();
  }

  public String secretKey() {
    return CREDENTIALS.secretAccessKey();
  }

  /// A client of the S3 here; the caller closes it.
  public S3Client newS3Client() {
    return client(S3Client.builder().forcePathStyle(true), s3Endpoint());
  }

  /// A client of the SQS here; the caller closes it.
  public SqsClient newSqsClient() {
    return client(SqsClient.builder(), sqsEndpoint);
  }

  /// Makes a bucket that notifies nobody, unless it is there.
  ///
  /// @return its name
  public String createBucket(String name) {
    s3.createBucket(name);
    return name;
  }

  /// Makes a topic, unless it is there.
  ///
  /// @return its ARN
  public String createTopic(String name) {
    return topics.create(name);
  }

  /// Makes a bucket notify a topic of every change from now on. The topic gets an `s3:TestEvent` at
  /// once.
  public void notifyTopic(String bucket, String topicArn) {
    notifications.configure(bucket, topicArn);
  }

  /// Makes a queue, unless it is there.
  ///
  /// @return its URL
  public String createQueue(String name) {
    return queues.create(name);
  }

  /// Makes a queue receive what is published to a topic.
  ///
  /// @param raw whether it gets the bare messages, or each in an envelope
  public void subscribe(String topicArn, String queueUrlOrArn, boolean raw) {
    topics.subscribe(topicArn, queues.arnOf(queueUrlOrArn), raw);
  }

  /// Makes a bucket and a topic that it notifies.
  public Bucket bucket(String name) {
    String topicArn = createTopic(name.replace('.', '-') + "-events");
    notifyTopic(createBucket(name), topicArn);
    return new Bucket(name, topicArn);
  }

  /// Decides what becomes of the events of all changes from now on, for tests of unreliable
  /// delivery; {@link DeliveryFilter#FAITHFUL} ends it.
  public void onDelivery(DeliveryFilter filter) {
    notifications.filter(filter);
  }

  /// Waits until the event of every change that has ended is where the filter brought it.
  public void awaitDeliveries() {
    notifications.awaitDeliveries();
  }

  /// Frees the ports and ends all threads. The directory is left as it is; topics, queues and their
  /// messages are gone.
  @Override
  public void close() {
    resources.close();
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      B builder, URI endpoint) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.of(REGION))
        .credentialsProvider(StaticCredentialsProvider.create(CREDENTIALS))
        .httpClientBuilder(UrlConnectionHttpClient.builder().proxyConfiguration(NO_PROXY))
        .build();
  }
}
