package io.hydrant.localcloud.demo;

import tools.jackson.databind.JsonNode;

/// How far the agent is, by its `/status`.
///
/// @param arrivedBytes of the wanted models, those that are on the disk or under way to it
record Hydration(
    boolean ready,
    int wantedFiles,
    int presentFiles,
    long wantedBytes,
    long arrivedBytes,
    long bytesPerSecond) {
  static Hydration of(JsonNode status) {
    long underWay = 0;
    for (JsonNode transfer : status.path("active")) {
      underWay += transfer.path("received").asLong(0);
    }
    return new Hydration(
        status.path("ready").asBoolean(false),
        status.at("/wanted/files").asInt(0),
        status.at("/present/files").asInt(0),
        status.at("/wanted/bytes").asLong(0),
        status.at("/present/bytes").asLong(0) + underWay,
        status.path("bytesPerSecond").asLong(0));
  }

  boolean isHydrated(int files) {
    return ready && wantedFiles == files && presentFiles == files;
  }
}
