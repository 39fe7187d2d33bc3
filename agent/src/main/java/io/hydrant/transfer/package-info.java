/// Carries out the fetches of a plan: bounded, retried, verified, published.
///
/// Every path has at most one live fetch. A newer state of its object replaces the fetch, a removal
/// cancels it. Fetches wait in four queues ([Track]): large and small models, each asked for by a
/// plan or by an event, with workers of their own. [Bounds] says how many run, by number and by
/// bytes; [Pacer] spaces them where a rate is set. The index of a diffusers folder waits until all
/// other fetches below its folder are done, and fails when one of them does.
@NullMarked
package io.hydrant.transfer;

import org.jspecify.annotations.NullMarked;
