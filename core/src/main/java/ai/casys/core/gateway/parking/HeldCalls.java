// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway.parking;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** The calls of this process that have asked something. Bounded; safe for any number of threads. */
final class HeldCalls {

    private final Map<UUID, HeldCall> byId = new ConcurrentHashMap<>();
    private final Map<HeldCall, Outcome> unwritten = new ConcurrentHashMap<>();
    private final Semaphore places;
    private final Watch watch;

    HeldCalls(int most, Watch watch) {
        this.places = new Semaphore(most);
        this.watch = watch;
    }

    /** @throws CasysException {@link ErrorCategory#OVERLOADED} if there is no place left */
    void enter(HeldCall call) {
        if (!places.tryAcquire()) {
            throw new CasysException(
                    ErrorCategory.OVERLOADED,
                    "too many calls wait for answers of their clients here; answer one, or try again later");
        }
        byId.put(call.id(), call);
        watch.wake();
    }

    void leave(HeldCall call) {
        unwritten.remove(call);
        if (byId.remove(call.id(), call)) {
            places.release();
        }
    }

    /** The end of a call could not be written; it stays until it is. */
    void writeLater(HeldCall call, Outcome end) {
        unwritten.put(call, end);
    }

    /** @throws CasysException if the database still does not answer */
    void writeAgain() {
        unwritten.forEach(HeldCall::writeAgain);
    }

    Optional<HeldCall> find(UUID id) {
        return Optional.ofNullable(byId.get(id));
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    List<HeldCall> all() {
        return List.copyOf(byId.values());
    }
}
