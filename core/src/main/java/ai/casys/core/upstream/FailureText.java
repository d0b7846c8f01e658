// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.CasysException;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.transport.TransportException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says for a person why a server failed: the problem as it was met, and the end of what the server wrote to its standard
 * error, where most servers say what is wrong with them. Without secrets.
 */
final class FailureText {

    private static final Logger LOG = LoggerFactory.getLogger(FailureText.class);
    private static final int QUOTED_LINES = 3;

    private final String server;
    private final Redactor redactor;
    private final ServerLog log;

    FailureText(String server, Redactor redactor, ServerLog log) {
        this.server = server;
        this.redactor = redactor;
        this.log = log;
    }

    /** The text for an exception; one that points to a fault of ours goes to the log with its trace. */
    String of(RuntimeException problem) {
        switch (problem) {
            case TransportException _, JsonRpcException _, CasysException _, IllegalArgumentException _ -> {}
            default -> LOG.error("supervising server \"{}\" failed", server, problem);
        }
        String message = problem.getMessage();
        return of(message == null ? problem.toString() : message);
    }

    /** The text for a connection that ended. */
    String of(String problem) {
        String redacted = redactor.redact(problem);
        List<String> lines = log.lastLines();
        if (lines.isEmpty() || redacted.contains(lines.getLast())) {
            return redacted;
        }
        List<String> last = lines.subList(Math.max(0, lines.size() - QUOTED_LINES), lines.size());
        return redacted + "; it last said: " + String.join(" | ", last);
    }
}
