// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.Caller;
import ai.casys.core.api.Owner;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Implementation;
import ai.casys.shared.mcp.ProtocolVersion;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The open sessions. A session ends when its client says so, after a time without use, or as its caller's least recently
 * used one when there are too many. Safe for any number of threads; sessions are ended outside the lock.
 */
final class Sessions {

    private static final int ID_BYTES = 16;
    private static final Duration LOG_KEPT = Duration.ofMinutes(5);

    private final Duration idle;
    private final int mostPerCaller;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> byId = new HashMap<>();
    private final Map<Owner, List<Session>> byOwner = new HashMap<>();

    Sessions(Duration idle, int mostPerCaller, InstantSource clock) {
        this.idle = idle;
        this.mostPerCaller = mostPerCaller;
        this.clock = clock;
    }

    Session open(Caller caller, ProtocolVersion version, Implementation client, RawJson clientCapabilities) {
        Session session = new Session(newId(), caller, version, client, clientCapabilities, clock);
        List<Session> superfluous = new ArrayList<>();
        synchronized (this) {
            byId.values().stream().filter(this::hasExpired).forEach(superfluous::add);
            superfluous.forEach(this::forget);
            List<Session> own = byOwner.computeIfAbsent(caller.owner(), owner -> new ArrayList<>());
            if (own.size() >= mostPerCaller) {
                Session oldest = own.stream()
                        .min(Comparator.comparing(Session::isBusy).thenComparing(Session::lastUsed))
                        .orElseThrow();
                forget(oldest);
                superfluous.add(oldest);
            }
            byId.put(session.id(), session);
            byOwner.computeIfAbsent(caller.owner(), owner -> new ArrayList<>()).add(session);
        }
        superfluous.forEach(Session::end);
        return session;
    }

    /** The session of that id if it is this caller's and still open. Finding it counts as use. */
    Optional<Session> find(String id, Caller caller) {
        Optional<Session> expired;
        synchronized (this) {
            Optional<Session> session = Optional.ofNullable(byId.get(id))
                    .filter(found -> found.caller().owner().equals(caller.owner()));
            if (session.isPresent() && !hasExpired(session.get())) {
                session.get().touch();
                return session;
            }
            session.ifPresent(this::forget);
            expired = session;
        }
        expired.ifPresent(Session::end);
        return Optional.empty();
    }

    void end(Session session) {
        synchronized (this) {
            forget(session);
        }
        session.end();
    }

    /** Ends what has not been used for too long, and forgets messages that nobody will ask for again. */
    void tidy() {
        List<Session> expired;
        List<Session> living;
        synchronized (this) {
            expired = byId.values().stream().filter(this::hasExpired).toList();
            expired.forEach(this::forget);
            living = List.copyOf(byId.values());
        }
        expired.forEach(Session::end);
        Instant old = clock.instant().minus(LOG_KEPT);
        living.forEach(session -> session.log().forgetBefore(old));
    }

    void endAll() {
        List<Session> all;
        synchronized (this) {
            all = List.copyOf(byId.values());
            byId.clear();
            byOwner.clear();
        }
        all.forEach(Session::end);
    }

    synchronized int count() {
        return byId.size();
    }

    /** Of this user's sessions with roots the one whose client spoke last. */
    Optional<Session> latestWithRoots(Owner user) {
        return of(user).stream()
                .filter(session -> session.conversation().capabilities().roots())
                .max(Comparator.comparing(Session::lastUsed));
    }

    synchronized List<Session> all() {
        return List.copyOf(byId.values());
    }

    /** One user's. */
    synchronized List<Session> of(Owner user) {
        return List.copyOf(byOwner.getOrDefault(user, List.of()));
    }

    /** Who has sessions. */
    synchronized Set<Owner> users() {
        return Set.copyOf(byOwner.keySet());
    }

    private boolean hasExpired(Session session) {
        Instant end = session.lastUsed().plus(idle);
        return !session.isBusy() && end.isBefore(clock.instant());
    }

    private void forget(Session session) {
        byId.remove(session.id());
        byOwner.computeIfPresent(session.caller().owner(), (owner, own) -> {
            own.remove(session);
            return own.isEmpty() ? null : own;
        });
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
