// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** So many values, those that were used last. Safe for any number of threads. */
public final class RecentlyUsed<K, V> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<K, V> values;

    /** @param most how many are kept, 1 or more */
    public RecentlyUsed(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most is " + most + ", it must be 1 or more");
        }
        values = new LinkedHashMap<>(256, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /** The value of a key, if it is kept. */
    public Optional<V> get(K key) {
        lock.lock();
        try {
            return Optional.ofNullable(values.get(key));
        } finally {
            lock.unlock();
        }
    }

    /** Keeps a value, in place of the one that was used the longest time ago if there are too many. */
    public void put(K key, V value) {
        lock.lock();
        try {
            values.put(key, value);
        } finally {
            lock.unlock();
        }
    }
}
