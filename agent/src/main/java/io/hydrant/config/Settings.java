package io.hydrant.config;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Glob;
import io.hydrant.catalog.ModelPath;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// The catalogue of everything that can be set.
public final class Settings {
  public static final Setting<String> BUCKET =
      Setting.one("bucket", Theme.BUCKET, "NAME", Parsers::bucket)
          .required("The S3 bucket that holds the models.");

  public static final Setting<String> PREFIX =
      Setting.one("prefix", Theme.BUCKET, "PREFIX", Parsers::prefix)
          .defaultsTo(
              "",
              "The part of the bucket that is mirrored; it is cut from the keys and ends in '/'.");

  public static final Setting<String> REGION =
      Setting.one("region", Theme.BUCKET, "REGION", Parsers::region)
          .otherwise("what the AWS SDK finds", "The AWS region of the bucket and of the queue.");

  public static final Setting<URI> QUEUE_URL =
      Setting.one("queue-url", Theme.BUCKET, "URL", Parsers::url)
          .otherwise(
              "none, and only listings find changes",
              "The SQS queue that receives the bucket's events for this node.");

  public static final Setting<String> TOPIC_ARN =
      Setting.one("topic-arn", Theme.BUCKET, "ARN", Parsers::topicArn)
          .otherwise(
              "none",
              "The SNS topic that the bucket notifies. With it the agent makes, subscribes and, when"
                  + " the node goes, removes a queue of its own, unless queue-url names one.");

  public static final Setting<String> CLUSTER =
      Setting.one("cluster", Theme.BUCKET, "NAME", Parsers::queueNamePart)
          .otherwise(
              "none, and topic-arn cannot be used",
              "The cluster that the node belongs to; a part of its queue's name.");

  public static final Setting<String> INSTANCE_ID =
      Setting.one("instance-id", Theme.BUCKET, "ID", Parsers::queueNamePart)
          .otherwise(
              "what the agent's Node says; without one, topic-arn cannot be used",
              "The EC2 instance id of the node; the last part of its queue's name.");

  public static final Setting<String> QUEUE_PREFIX =
      Setting.one("queue-prefix", Theme.BUCKET, "NAME", Parsers::queueNamePart)
          .defaultsTo("hydrant", "The first part of the names of the nodes' queues.");

  public static final Setting<URI> S3_ENDPOINT_URL =
      Setting.one("s3-endpoint-url", Theme.BUCKET, "URL", Parsers::url)
          .otherwise("AWS", "Where S3 is, if it is not AWS.");

  public static final Setting<URI> SQS_ENDPOINT_URL =
      Setting.one("sqs-endpoint-url", Theme.BUCKET, "URL", Parsers::url)
          .otherwise("AWS", "Where SQS is, if it is not AWS.");

  public static final Setting<URI> SNS_ENDPOINT_URL =
      Setting.one("sns-endpoint-url", Theme.BUCKET, "URL", Parsers::url)
          .otherwise("AWS", "Where SNS is, if it is not AWS.");

  public static final Setting<Path> CA_BUNDLE =
      Setting.one("ca-bundle", Theme.BUCKET, "FILE", Parsers::path)
          .otherwise(
              "what AWS_CA_BUNDLE names, else the system's certificates",
              "A PEM file with the certificates of the authorities to trust at S3, SQS and SNS,"
                  + " instead of the system's. With the engine transfer-manager, fetches trust the"
                  + " system's all the same.");

  public static final Setting<Boolean> S3_PATH_STYLE =
      Setting.onOff("s3-path-style", Theme.BUCKET)
          .otherwise(
              "true exactly when s3-endpoint-url is set",
              "Whether the bucket's name goes into the path of S3's URLs and not into the host.");

  public static final Setting<List<Glob>> INCLUDE =
      Setting.many("include", Theme.SELECTION, "GLOB", Glob::parse)
          .defaultsTo(
              "", "Only models that match one of these patterns are mirrored; none means all.");

  public static final Setting<List<Glob>> EXCLUDE =
      Setting.many("exclude", Theme.SELECTION, "GLOB", Glob::parse)
          .defaultsTo(
              "",
              "Models that match one of these patterns are not mirrored, whatever include says.");

  public static final Setting<List<Glob>> PRIORITY =
      Setting.many("priority", Theme.SELECTION, "GLOB", Glob::parse)
          .defaultsTo(
              "",
              "Models that match an earlier pattern are fetched before those that match a later"
                  + " one or none; those that match critical come before all of them.");

  public static final Setting<Path> ROOT =
      Setting.one("root", Theme.DISK, "DIR", Parsers::path)
          .defaultsTo(
              "/comfyui-models",
              "The directory that Hydrant owns, usually the mount point of the node's disk; models"
                  + " appear in its folder 'data'.");

  public static final Setting<List<ModelPath>> CATEGORY =
      Setting.many("category", Theme.DISK, "FOLDER", Parsers::category)
          .defaultsTo(
              "checkpoints,configs,loras,vae,text_encoders,clip,diffusion_models,unet,clip_vision,"
                  + "style_models,embeddings,diffusers,vae_approx,controlnet,t2i_adapter,gligen,"
                  + "upscale_models,hypernetworks,photomaker,classifiers,model_patches,"
                  + "audio_encoders,latent_upscale_models,background_removal,frame_interpolation,"
                  + "geometry_estimation,optical_flow,detection",
              "Folders that always exist, also empty, so that ComfyUI keeps their loader nodes.");

  public static final Setting<ByteSize> RESERVE =
      Setting.one("reserve", Theme.DISK, "SIZE", Parsers.sizeFrom(ByteSize.ZERO))
          .defaultsTo("1GiB", "What stays free on the disk, whatever is fetched.");

  public static final Setting<Duration> DISK_CHECK_INTERVAL =
      Setting.one(
              "disk-check-interval",
              Theme.DISK,
              "DURATION",
              Parsers.durationFrom(Duration.ofMillis(100)))
          .defaultsTo(
              "30s",
              "How often a small file is written to the disk and read back; while that fails the"
                  + " node is not ready and nothing is fetched.");

  public static final Setting<Boolean> REPLACE_FOREIGN =
      Setting.onOff("replace-foreign", Theme.DISK)
          .defaultsTo(
              "false", "Whether a file that Hydrant did not publish may be replaced by a model.");

  public static final Setting<Integer> CONCURRENCY =
      Setting.one("concurrency", Theme.TRANSFER, "N", Parsers.wholeNumber(1, 1024))
          .otherwise(
              "twice the cores, from 8 to 32",
              "How many models of more than 8 MiB are fetched at the same time. Smaller ones go beside"
                  + " them, four times as many; those that events ask for too, half as many.");

  public static final Setting<TransferEngine> ENGINE =
      Setting.one("engine", Theme.TRANSFER, "ENGINE", Parsers.oneOf(TransferEngine.class))
          .defaultsTo(
              "crt",
              "What fetches: crt, which writes past the page cache and resumes, or"
                  + " transfer-manager, the one of the AWS SDK.");

  public static final Setting<Double> TARGET_THROUGHPUT =
      Setting.one("target-throughput", Theme.TRANSFER, "GBPS", Parsers.number(0.1, 1000))
          .otherwise(
              "10 up to 8 cores, 25 up to 32, 40 up to 64, 50 up to 128, else 100",
              "The network throughput to aim for, in gigabits per second: what the instance type has."
                  + " The number of connections follows from it. Karpenter labels its nodes with it, in"
                  + " megabits: instance-network-bandwidth.");

  public static final Setting<ByteSize> MEMORY_LIMIT =
      Setting.one(
              "memory-limit",
              Theme.TRANSFER,
              "SIZE",
              Parsers.sizeFrom(NodeClass.LEAST_MEMORY_LIMIT))
          .otherwise(
              "25MiB for each gigabit of target-throughput, but a 32nd of the memory at most and"
                  + " 256MiB at least",
              "The most native memory that transfers take, beside the heap.");

  public static final Setting<ByteSize> RATE_LIMIT =
      Setting.one("rate-limit", Theme.TRANSFER, "SIZE", Parsers.sizeFrom(new ByteSize(1)))
          .otherwise(
              "none",
              "How many bytes may arrive in a second on average. It spaces the starts of fetches: a"
                  + " model arrives as fast as it can, and the next one waits until the average is"
                  + " kept again. Models that events ask for do not wait, but count.");

  public static final Setting<Duration> RESYNC_INTERVAL =
      Setting.one(
              "resync-interval",
              Theme.SYNC,
              "DURATION",
              Parsers.durationFrom(Duration.ofSeconds(1)))
          .defaultsTo(
              "10m", "How often the whole bucket is listed, to find what no event has told.");

  public static final Setting<Double> MAX_DELETE_SHARE =
      Setting.one("max-delete-share", Theme.SYNC, "SHARE", Parsers.number(0, 1))
          .defaultsTo(
              "0.5",
              "A listing that would remove more than this share of the published models removes"
                  + " none and says so.");

  public static final Setting<Integer> MAX_DELETE_COUNT =
      Setting.one("max-delete-count", Theme.SYNC, "N", Parsers.wholeNumber(0, Integer.MAX_VALUE))
          .defaultsTo("10", "So many removals are let through whatever their share.");

  public static final Setting<Duration> DELETE_GRACE =
      Setting.one("delete-grace", Theme.SYNC, "DURATION", Parsers.durationFrom(Duration.ZERO))
          .defaultsTo(
              "0s",
              "How long an object must have been gone before its model is removed from the disk.");

  public static final Setting<List<URI>> COMFYUI_URL =
      Setting.many("comfyui-url", Theme.SYNC, "URL", Parsers::url)
          .defaultsTo(
              "",
              "Where ComfyUI answers on this node. It is asked to drop its loaded models after one"
                  + " was replaced; without this it goes on with the old weights.");

  public static final Setting<List<Glob>> CRITICAL =
      Setting.many("critical", Theme.KUBERNETES, "GLOB", Glob::parse)
          .defaultsTo(
              "",
              "The node is ready when all models that match these patterns are on the disk, and"
                  + " each pattern is matched; none means all models that fit.");

  public static final Setting<KubernetesMode> KUBERNETES =
      Setting.one("kubernetes", Theme.KUBERNETES, "MODE", Parsers.oneOf(KubernetesMode.class))
          .defaultsTo(
              "auto",
              "Whether readiness is reported on the Node: on, off, or auto, which means in a pod"
                  + " that knows its node-name.");

  public static final Setting<String> NODE_NAME =
      Setting.one("node-name", Theme.KUBERNETES, "NAME", Function.identity())
          .otherwise("none", "The name of the agent's Node.");

  public static final Setting<String> STARTUP_TAINT =
      Setting.one("startup-taint", Theme.KUBERNETES, "KEY", Function.identity())
          .defaultsTo(
              "hydrant.dev/models-not-ready",
              "The key of the startup taint that is taken off the Node when it is ready.");

  public static final Setting<Boolean> CONDITION_ONLY =
      Setting.onOff("condition-only", Theme.KUBERNETES)
          .defaultsTo(
              "false",
              "Leave taints to somebody who watches the Node's condition, such as"
                  + " node-readiness-controller.");

  public static final Setting<Duration> HYDRATION_DEADLINE =
      Setting.one(
              "hydration-deadline",
              Theme.KUBERNETES,
              "DURATION",
              Parsers.durationFrom(Duration.ofSeconds(1)))
          .defaultsTo("1h", "How long a node may take to become ready.");

  public static final Setting<DeadlineAction> DEADLINE_ACTION =
      Setting.one(
              "deadline-action", Theme.KUBERNETES, "ACTION", Parsers.oneOf(DeadlineAction.class))
          .defaultsTo(
              "fail-closed",
              "What happens to a node that is not ready in time: it stays closed (fail-closed) or"
                  + " is opened with what it has (fail-open); both are said.");

  public static final Setting<InetSocketAddress> HTTP_ADDRESS =
      Setting.one("http-address", Theme.AGENT, "HOST:PORT", Parsers::address)
          .defaultsTo(
              "127.0.0.1:9808", "Where /metrics, /livez, /readyz and /status are answered.");

  public static final Setting<LogFormat> LOG_FORMAT =
      Setting.one("log-format", Theme.AGENT, "FORMAT", Parsers.oneOf(LogFormat.class))
          .defaultsTo("text", "text for people, json for machines (one object a line).");

  public static final Setting<LogLevel> LOG_LEVEL =
      Setting.one("log-level", Theme.AGENT, "LEVEL", Parsers.oneOf(LogLevel.class))
          .defaultsTo("info", "error, warn, info, debug or trace.");

  /// All of them, by theme.
  public static final List<Setting<?>> ALL =
      List.of(
          BUCKET,
          PREFIX,
          REGION,
          QUEUE_URL,
          TOPIC_ARN,
          CLUSTER,
          INSTANCE_ID,
          QUEUE_PREFIX,
          S3_ENDPOINT_URL,
          SQS_ENDPOINT_URL,
          SNS_ENDPOINT_URL,
          CA_BUNDLE,
          S3_PATH_STYLE,
          INCLUDE,
          EXCLUDE,
          PRIORITY,
          ROOT,
          CATEGORY,
          RESERVE,
          DISK_CHECK_INTERVAL,
          REPLACE_FOREIGN,
          CONCURRENCY,
          ENGINE,
          TARGET_THROUGHPUT,
          MEMORY_LIMIT,
          RATE_LIMIT,
          RESYNC_INTERVAL,
          MAX_DELETE_SHARE,
          MAX_DELETE_COUNT,
          DELETE_GRACE,
          COMFYUI_URL,
          CRITICAL,
          KUBERNETES,
          NODE_NAME,
          STARTUP_TAINT,
          CONDITION_ONLY,
          HYDRATION_DEADLINE,
          DEADLINE_ACTION,
          HTTP_ADDRESS,
          LOG_FORMAT,
          LOG_LEVEL);

  private Settings() {}
}
