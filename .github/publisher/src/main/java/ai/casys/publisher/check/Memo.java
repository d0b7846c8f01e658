// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.io.IOException;
import java.util.IdentityHashMap;

/**
 * Remembers what was computed for the last candidate, so that checks that share it pay once. A candidate is told by
 * identity: comparing two would compare all they hold. For one thread.
 */
final class Memo<T> {
    private final Work<T> work;
    private final IdentityHashMap<Candidate, T> results = new IdentityHashMap<>();

    Memo(Work<T> work) {
        this.work = work;
    }

    T of(Candidate candidate) throws IOException {
        T known = results.get(candidate);
        if (known != null) {
            return known;
        }
        results.clear();
        T result = work.on(candidate);
        results.put(candidate, result);
        return result;
    }

    /** What is remembered. */
    interface Work<T> {
        T on(Candidate candidate) throws IOException;
    }
}
