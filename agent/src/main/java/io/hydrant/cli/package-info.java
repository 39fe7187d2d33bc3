/// The command line: `hydrant run`, `plan`, `status`, `verify`, `fleet` and `version`.
///
/// A command reads its settings, asks the agent's parts to do the work, and prints the outcome.
/// Answers go to standard output, everything else to standard error. What is printed is made by
/// pure classes (`…Table`, `…Json`), so that tests need no process.
@NullMarked
package io.hydrant.cli;

import org.jspecify.annotations.NullMarked;
