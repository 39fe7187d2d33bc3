package io.hydrant.app;

import io.hydrant.catalog.BucketView;
import io.hydrant.config.AgentConfig;
import io.hydrant.plan.DiskBudget;
import io.hydrant.plan.Plan;
import io.hydrant.plan.Planner;
import io.hydrant.source.s3.S3Clients;
import io.hydrant.source.s3.S3ModelSource;
import io.hydrant.store.StorePaths;
import io.hydrant.store.StoreSpace;
import io.hydrant.store.TreeScan;
import java.io.IOException;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/// Makes the plan that a run would begin with, and touches nothing. It takes no lock, so it may be
/// asked beside a running agent.
public final class DryRun {
  private DryRun() {}

  public static Plan plan(AgentConfig config, AwsCredentialsProvider credentials)
      throws IOException {
    StorePaths paths = new StorePaths(config.root());
    // Finding out whether the disk minds case would mean to write to it; those of GPU nodes do.
    BucketView view = new BucketView(config.selection(), true);
    try (S3Clients clients =
        S3Clients.open(
            PartSettings.s3(config, config.transfer().on(ThisNode.nodeClass())), credentials)) {
      new S3ModelSource(clients, config.bucket(), config.prefix()).list(view::put);
    }
    return new Planner(PartSettings.guard(config), config.replaceForeign())
        .plan(
            view.catalog(),
            new TreeScan(paths).all(),
            new DiskBudget(StoreSpace.of(paths).available(), config.reserve()));
  }
}
