// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.shared.jsonrpc.RawJson;
import java.util.Optional;

/**
 * What a session knows beyond its requests: what its client can do, what it was asked, and which log messages it wants.
 * Safe for any number of threads.
 */
final class Conversation {

    private final ClientCapabilities capabilities;
    private final Questions questions = new Questions();
    private volatile Optional<String> logLevel = Optional.empty();

    Conversation(RawJson capabilities) {
        this.capabilities = ClientCapabilities.of(capabilities);
    }

    ClientCapabilities capabilities() {
        return capabilities;
    }

    Questions questions() {
        return questions;
    }

    /** The least severe log messages that the client has asked for. */
    Optional<String> logLevel() {
        return logLevel;
    }

    void logLevel(String level) {
        logLevel = Optional.of(level);
    }

    /** Whether a log message that belongs to a request goes to the client; without a wish the server decides. */
    boolean wantsLog(RawJson message) {
        return logLevel.map(least -> LogLevels.reaches(message, least)).orElse(true);
    }
}
