/// What can be set, and how it is read: flags, then `HYDRANT_*` variables, then an optional YAML
/// file.
///
/// [Settings] is the one catalogue. Flags, variables, keys of the file, the command line's help and
/// `docs/configuration.md` all come from it. [ConfigReader] looks every setting up in the three
/// sources and reports everything that is wrong at once; the outcome is an [AgentConfig].
@NullMarked
package io.hydrant.config;

import org.jspecify.annotations.NullMarked;
