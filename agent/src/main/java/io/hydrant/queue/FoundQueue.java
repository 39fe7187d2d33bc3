package io.hydrant.queue;

/// A queue whose name begins as those of the cluster do.
record FoundQueue(String url, String name, QueueTags tags) {}
