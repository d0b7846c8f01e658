// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.Owner;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.RawJson;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a session knows beyond its requests: what its client can do, what it was asked, and which log messages it wants.
 * Safe for any number of threads.
 */
final class Conversation implements Watch {

    private final Owner owner;
    private final ClientCapabilities capabilities;
    private final Questions questions = new Questions();
    private final List<Runnable> endings = new CopyOnWriteArrayList<>();
    private volatile boolean over;
    private volatile ClientStream voice = ClientStream.NONE;
    private volatile Optional<String> logLevel = Optional.empty();

    Conversation(Owner owner, RawJson capabilities) {
        this.owner = owner;
        this.capabilities = ClientCapabilities.of(capabilities);
    }

    ClientCapabilities capabilities() {
        return capabilities;
    }

    Questions questions() {
        return questions;
    }

    /** The way to tell the client something that belongs to no request. */
    void tellsBy(ClientStream stream) {
        voice = stream;
    }

    @Override
    public void tell(JsonRpcNotification notification) {
        voice.send(notification);
    }

    @Override
    public Owner owner() {
        return owner;
    }

    /** What is to be done when the session ends. */
    void whenOver(Runnable ending) {
        endings.add(ending);
    }

    @Override
    public boolean isOver() {
        return over;
    }

    /** The session has ended. */
    void end() {
        over = true;
        questions.close();
        endings.forEach(Runnable::run);
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
