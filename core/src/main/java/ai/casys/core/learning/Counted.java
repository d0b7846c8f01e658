// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.ToDoubleBiFunction;

/**
 * One kind of rows in memory: what they are now, what was added since they were last written, and which went because
 * there were too many. Used by the one thread that learns.
 *
 * @param <K> what a row is known by
 * @param <V> what it holds, as a whole and as an increment
 */
final class Counted<K extends Comparable<K>, V> {

    private final int limit;
    private final BinaryOperator<V> plus;
    private final ToDoubleBiFunction<V, Instant> strength;
    private final Map<K, V> all = new HashMap<>();
    private final Map<K, V> added = new HashMap<>();
    private final Set<K> forgotten = new HashSet<>();

    /** @param strength how much speaks for keeping a row; the weakest goes first */
    Counted(int limit, BinaryOperator<V> plus, ToDoubleBiFunction<V, Instant> strength) {
        this.limit = limit;
        this.plus = plus;
        this.strength = strength;
    }

    void load(K key, V value) {
        all.put(key, value);
    }

    void add(K key, V increment) {
        all.merge(key, increment, plus);
        added.merge(key, increment, plus);
    }

    /** Adds what is written already. */
    void written(K key, V increment) {
        all.merge(key, increment, plus);
    }

    Optional<V> get(K key) {
        return Optional.ofNullable(all.get(key));
    }

    Map<K, V> all() {
        return all;
    }

    /** Goes over the limit by a tenth before it does anything, so that sorting is rare. */
    void forgetWeakest(Instant now) {
        if (all.size() <= limit + limit / 10) {
            return;
        }
        record Weighed<K>(K key, double strength) {}
        List<K> weakest = all.entrySet().stream()
                .map(entry -> new Weighed<>(entry.getKey(), strength.applyAsDouble(entry.getValue(), now)))
                .sorted(Comparator.comparingDouble((Weighed<K> row) -> row.strength())
                        .thenComparing(Weighed::key))
                .limit(all.size() - limit)
                .map(Weighed::key)
                .toList();
        weakest.forEach(key -> {
            all.remove(key);
            added.remove(key);
            forgotten.add(key);
        });
    }

    int pending() {
        return added.size() + forgotten.size();
    }

    Map<K, V> takeAdded() {
        Map<K, V> taken = Map.copyOf(added);
        added.clear();
        return taken;
    }

    Set<K> takeForgotten() {
        Set<K> taken = Set.copyOf(forgotten);
        forgotten.clear();
        return taken;
    }

    void giveBack(Map<K, V> unwritten, Set<K> undeleted) {
        unwritten.forEach((key, increment) -> added.merge(key, increment, (newer, older) -> plus.apply(older, newer)));
        forgotten.addAll(undeleted);
    }
}
