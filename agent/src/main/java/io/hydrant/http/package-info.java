/// The agent over HTTP: `/metrics`, `/livez`, `/readyz`, `/status`, `/models/<key>`, and from the
/// node itself `POST /resync` and `POST /release-removals`; and the client that the command line
/// uses.
///
/// [AgentServer] speaks HTTP; [Answers] decides what is answered and knows nothing of sockets.
@NullMarked
package io.hydrant.http;

import org.jspecify.annotations.NullMarked;
