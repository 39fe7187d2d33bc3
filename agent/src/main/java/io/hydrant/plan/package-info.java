/// Wanted set + present set → [Plan][io.hydrant.plan.Plan]: a pure function and its value.
///
/// `hydrant plan` prints exactly the value that `hydrant run` carries out.
@NullMarked
package io.hydrant.plan;

import org.jspecify.annotations.NullMarked;
