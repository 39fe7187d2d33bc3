/// Carries out the fetches of a plan: bounded, retried, verified, published.
///
/// Every path has at most one live fetch. A newer state of its object replaces the fetch, a removal
/// cancels it. Fetches that an event asked for have workers of their own, so that a small model is
/// not kept waiting by a hydration. The index of a diffusers folder waits until all other fetches
/// below its folder are done, and fails when one of them does.
@NullMarked
package io.hydrant.transfer;

import org.jspecify.annotations.NullMarked;
