package io.hydrant.cli;

import io.hydrant.config.AgentConfig;
import io.hydrant.plan.Plan;
import java.io.IOException;

/// The agent, as the command line starts it.
interface AgentEntry {

  /// Keeps the disk in step with the bucket until the process is told to stop.
  void run(AgentConfig config) throws IOException, InterruptedException;

  /// What a run would do first. Changes nothing.
  Plan plan(AgentConfig config) throws IOException, InterruptedException;
}
