package io.hydrant.config;

/// What a group of settings is about, in the order in which a reader wants to know it.
public enum Theme {
  BUCKET("The bucket and its events"),
  SELECTION("Which models"),
  DISK("The disk"),
  TRANSFER("Transfer"),
  SYNC("Keeping in step"),
  KUBERNETES("Readiness and Kubernetes"),
  AGENT("The agent itself");

  private final String title;

  Theme(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }
}
