package io.hydrant.metrics;

import org.jspecify.annotations.Nullable;

/// The catalogue of the metrics: base units, and names as Prometheus wants them.
enum Metric {
  READY("hydrant_ready", Kind.GAUGE, "1 once every wanted model was on the disk, else 0."),
  HYDRATION_OVERDUE(
      "hydrant_hydration_overdue",
      Kind.GAUGE,
      "1 while the node is not ready although hydration-deadline has passed, else 0."),
  MODELS_WANTED("hydrant_models_wanted", Kind.GAUGE, "Models that the disk should hold."),
  MODELS_PRESENT(
      "hydrant_models_present", Kind.GAUGE, "Wanted models that are on the disk and verified."),
  WANTED_BYTES(
      "hydrant_models_wanted_bytes", Kind.GAUGE, "Bytes of the models that the disk should hold."),
  PRESENT_BYTES(
      "hydrant_models_present_bytes",
      Kind.GAUGE,
      "Bytes of the wanted models that are on the disk and verified."),
  SKIPPED_OBJECTS(
      "hydrant_skipped_objects",
      Kind.GAUGE,
      "Objects of the bucket that are not mirrored, by reason.",
      "reason"),
  REMOVALS_HELD(
      "hydrant_removals_held",
      Kind.GAUGE,
      "Removals that wait for a human word because they are too many."),
  LAST_LISTING(
      "hydrant_last_listing_timestamp_seconds",
      Kind.GAUGE,
      "When the last full listing ended; 0 before the first."),
  LAST_AGREEMENT(
      "hydrant_last_agreement_timestamp_seconds",
      Kind.GAUGE,
      "When disk and bucket last agreed entirely; 0 before the first time."),
  DISK_AVAILABLE(
      "hydrant_disk_available_bytes", Kind.GAUGE, "What the models' file system can still hold."),
  REMOVED_IN_USE(
      "hydrant_removed_models_in_use_bytes",
      Kind.GAUGE,
      "What the disk keeps of models that this process removed or replaced, because somebody still"
          + " reads them."),
  DISK_HEALTHY(
      "hydrant_disk_healthy",
      Kind.GAUGE,
      "1 while the models' file system takes bytes and gives them back, else 0."),

  FETCHED_BYTES(
      "hydrant_fetched_bytes_total",
      Kind.COUNTER,
      "Bytes that have arrived from the bucket, also of fetches that failed later."),
  PUBLISHED_MODELS(
      "hydrant_published_models_total", Kind.COUNTER, "Models that were brought onto the disk."),
  UNVERIFIED_MODELS(
      "hydrant_unverified_models_total",
      Kind.COUNTER,
      "Models that were brought onto the disk with nothing but their size compared, because S3 keeps"
          + " no checksum of them."),
  REMOVED_MODELS(
      "hydrant_removed_models_total", Kind.COUNTER, "Models that were removed from the disk."),
  FETCH_DURATION(
      "hydrant_fetch_duration_seconds",
      Kind.HISTOGRAM,
      "From the first request for a model until it was visible under its name."),
  EVENT_TO_VISIBLE(
      "hydrant_event_to_visible_seconds",
      Kind.HISTOGRAM,
      "From the change in the bucket until the model was visible under its name."),
  EVENT_STAGES(
      "hydrant_event_stage_seconds",
      Kind.HISTOGRAM,
      "The parts of hydrant_event_to_visible_seconds: delivery (until the event was received), queue"
          + " (until the fetch began), fetch (until the last byte), publish (until the model was"
          + " visible).",
      "stage"),
  OLDEST_UNAPPLIED(
      "hydrant_oldest_unapplied_event_seconds",
      Kind.GAUGE,
      "How long ago the oldest change happened that was heard and is not on the disk; 0 without"
          + " one."),
  FETCH_RETRIES(
      "hydrant_fetch_retries_total", Kind.COUNTER, "Fetches that failed and were tried again."),
  FETCH_FAILURES(
      "hydrant_fetch_failures_total", Kind.COUNTER, "Fetches that were given up for now."),
  REMOVAL_FAILURES(
      "hydrant_removal_failures_total", Kind.COUNTER, "Models that could not be removed."),

  LISTING_DURATION(
      "hydrant_listing_duration_seconds", Kind.SUMMARY, "Time that full listings took."),
  LISTING_FAILURES("hydrant_listing_failures_total", Kind.COUNTER, "Full listings that failed."),
  PLAN_FAILURES(
      "hydrant_plan_failures_total",
      Kind.COUNTER,
      "Plans that were not made because the disk could not be read."),
  LOOK_FAILURES(
      "hydrant_look_failures_total", Kind.COUNTER, "Looks at single objects that failed."),
  EVENTS_RECEIVED("hydrant_events_received_total", Kind.COUNTER, "Bucket events that arrived."),
  EVENTS_MALFORMED(
      "hydrant_events_malformed_total",
      Kind.COUNTER,
      "Messages of the queue that could not be understood."),
  QUEUE_FAILURES("hydrant_queue_failures_total", Kind.COUNTER, "Reads of the queue that failed."),

  BUILD_INFO("hydrant_build_info", Kind.GAUGE, "1, with the version of the agent.", "version"),
  RESIDENT_MEMORY(
      "process_resident_memory_bytes",
      Kind.GAUGE,
      "Memory that the process takes, native memory of transfers included."),
  CPU_SECONDS("process_cpu_seconds_total", Kind.COUNTER, "Processor time that the process took."),
  OPEN_FILES("process_open_fds", Kind.GAUGE, "Files and sockets that the process has open."),
  START_TIME("process_start_time_seconds", Kind.GAUGE, "When the process started."),
  JVM_MEMORY("jvm_memory_used_bytes", Kind.GAUGE, "Memory that the JVM uses.", "area"),
  JVM_THREADS("jvm_threads_current", Kind.GAUGE, "Platform threads of the JVM."),
  JVM_GC("jvm_gc_collection_seconds", Kind.SUMMARY, "Time spent in garbage collections.", "gc");

  /// The types that Prometheus knows.
  enum Kind {
    COUNTER,
    GAUGE,
    HISTOGRAM,
    SUMMARY
  }

  private final String exposedName;
  private final Kind kind;
  private final String description;
  private final @Nullable String label;

  Metric(String exposedName, Kind kind, String description) {
    this(exposedName, kind, description, null);
  }

  Metric(String exposedName, Kind kind, String description, @Nullable String label) {
    this.exposedName = exposedName;
    this.kind = kind;
    this.description = description;
    this.label = label;
  }

  String exposedName() {
    return exposedName;
  }

  Kind kind() {
    return kind;
  }

  String description() {
    return description;
  }

  /// The name of its label, if it has one.
  @Nullable String label() {
    return label;
  }
}
