/// The agent's numbers in the form that Prometheus reads.
///
/// [Metric] is the one catalogue of names; `docs/metrics.md` is made of it. What happens is counted
/// from [io.hydrant.progress.SyncEvent]s; what is, is read from the [io.hydrant.status.AgentStatus]
/// once for each scrape, so that the gauges of one scrape fit together.
@NullMarked
package io.hydrant.metrics;

import org.jspecify.annotations.NullMarked;
