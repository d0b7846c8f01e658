// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.settings.UpstreamSettings;
import ai.casys.shared.transport.TransportException;

/**
 * Says to a caller why a server gave no answer, what is known of the work and what may help. What makes one doubt that
 * the server is still there is put into its supervisor's mailbox. For any number of threads.
 */
final class CallFailures {

    private final String name;
    private final UpstreamSettings settings;
    private final Mailbox mailbox;
    private final Redactor redactor;

    CallFailures(String name, UpstreamSettings settings, Mailbox mailbox, Redactor redactor) {
        this.name = name;
        this.settings = settings;
        this.mailbox = mailbox;
        this.redactor = redactor;
    }

    /** For a request that was not sent. */
    CasysException notSent(TransportException problem) {
        if (problem.kind() == TransportException.Kind.OVERLOADED) {
            return new CasysException(
                    ErrorCategory.OVERLOADED,
                    "server \"" + name + "\" does not read what it is sent; nothing was sent, try again later",
                    problem);
        }
        return new CasysException(
                ErrorCategory.UNAVAILABLE,
                "server \"" + name + "\" is not available: " + text(problem)
                        + "; the call was not sent, so it can be repeated",
                problem);
    }

    /** For a request that was sent and has no answer. */
    CasysException unanswered(TransportException problem) {
        return switch (problem.kind()) {
            case TIMEOUT ->
                failure(
                        ErrorCategory.TIMEOUT,
                        problem,
                        "did not answer in time; it was told to stop, but whether the work was done is not known. A "
                                + "longer time can be set as casys.upstream.call-timeout");
            case CANCELLED -> failure(ErrorCategory.CANCELLED, problem, "was told that the call was withdrawn");
            case TOO_LARGE ->
                failure(
                        ErrorCategory.UPSTREAM_FAILED,
                        problem,
                        "gave an answer larger than " + settings.maxMessageBytes()
                                + " bytes; ask for less, or raise casys.upstream.max-message-bytes");
            case OVERLOADED ->
                failure(ErrorCategory.OVERLOADED, problem, "does not read what it is sent; try again later");
            case CLOSED, CLOSED_DURING_PROBE ->
                doubtful(problem, "ended during the call; whether the work was done is not known: " + text(problem));
            case CONNECT -> {
                mailbox.post(Mailbox.Event.DOUBT);
                yield failure(
                        ErrorCategory.UNAVAILABLE,
                        problem,
                        "cannot be reached: " + text(problem) + "; it is being reconnected");
            }
            case SESSION_LOST ->
                failure(
                        ErrorCategory.UNAVAILABLE,
                        problem,
                        "had forgotten our session and did nothing; it is greeted anew, so the call can be repeated");
            case UNAUTHORIZED ->
                doubtful(
                        problem,
                        "refused our credentials: " + text(problem) + "; check its headers in the configuration");
            case HTTP_STATUS -> doubtful(problem, "refused the call: " + text(problem));
            case PROTOCOL, UNSUPPORTED_VERSION -> doubtful(problem, "broke the protocol: " + text(problem));
        };
    }

    private CasysException doubtful(TransportException problem, String text) {
        mailbox.post(Mailbox.Event.DOUBT);
        return failure(ErrorCategory.UPSTREAM_FAILED, problem, text);
    }

    private CasysException failure(ErrorCategory category, TransportException problem, String text) {
        return new CasysException(category, "server \"" + name + "\" " + text, problem);
    }

    private String text(TransportException problem) {
        return redactor.redact(String.valueOf(problem.getMessage()));
    }
}
