// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.catalog.safety.ToolPin;
import ai.casys.core.catalog.store.ServerRecord;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the database is still to be told of the catalogue: of each server the last state alone, so that a database that
 * is slow or away costs little more memory than the catalogue itself. Of each tool its first sight is kept as well, by
 * which later definitions are judged; the guard bounds how many there are of one server.
 * Any thread adds, one takes; the lock is held for the change of a few fields.
 */
final class CatalogBacklog {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    private boolean ended;

    /** A tool when it was seen for the first time, and the pin that says so. */
    record FirstSight(ToolPin pin, CatalogTool tool) {}

    /**
     * What a server lists.
     *
     * @param introduction absent if the server was introduced before
     * @param firstSights the tools that were seen for the first time, perhaps in a list that was replaced since
     */
    record Listing(Optional<ServerRecord> introduction, List<CatalogTool> tools, List<FirstSight> firstSights) {
        Listing {
            tools = List.copyOf(tools);
            firstSights = List.copyOf(firstSights);
        }

        /** @param pins those of the listed tools that were seen for the first time */
        static Listing of(Optional<ServerRecord> introduction, List<CatalogTool> tools, List<ToolPin> pins) {
            Map<ToolKey, CatalogTool> byKey = new HashMap<>();
            tools.forEach(tool -> byKey.put(tool.key(), tool));
            List<FirstSight> sights = pins.stream()
                    .flatMap(pin ->
                            Optional.ofNullable(byKey.get(pin.key())).stream().map(tool -> new FirstSight(pin, tool)))
                    .toList();
            return new Listing(introduction, tools, sights);
        }

        List<ToolPin> pins() {
            return firstSights.stream().map(FirstSight::pin).toList();
        }

        /** The list with every tool as it was seen first; empty if that is how it is listed. */
        Optional<List<CatalogTool>> asFirstSeen() {
            SequencedMap<ToolKey, CatalogTool> seen = new LinkedHashMap<>();
            tools.forEach(tool -> seen.put(tool.key(), tool));
            boolean differs = false;
            for (FirstSight sight : firstSights) {
                CatalogTool listed = seen.put(sight.tool().key(), sight.tool());
                differs |= listed == null || !listed.hash().equals(sight.tool().hash());
            }
            return differs ? Optional.of(List.copyOf(seen.values())) : Optional.empty();
        }

        private Listing after(Listing former) {
            SequencedMap<ToolKey, FirstSight> first = new LinkedHashMap<>();
            former.firstSights.forEach(sight -> first.put(sight.tool().key(), sight));
            firstSights.forEach(sight -> first.putIfAbsent(sight.tool().key(), sight));
            return new Listing(introduction.or(former::introduction), tools, List.copyOf(first.values()));
        }
    }

    /**
     * One server's state to be written.
     *
     * @param listing empty if only its end is to be written
     * @param gone whether it was taken away after it had listed that
     */
    record Entry(String server, Optional<Listing> listing, boolean gone) {}

    /** The server lists this now. */
    void listed(String server, Listing listing) {
        change(() -> entries.compute(server, (name, waiting) -> {
            Listing merged = Optional.ofNullable(waiting)
                    .flatMap(Entry::listing)
                    .map(listing::after)
                    .orElse(listing);
            return new Entry(name, Optional.of(merged), false);
        }));
    }

    /** The server is not there any more. */
    void gone(String server) {
        change(() -> entries.compute(
                server,
                (name, waiting) -> new Entry(name, Optional.ofNullable(waiting).flatMap(Entry::listing), true)));
    }

    /** Nothing follows. */
    void end() {
        change(() -> ended = true);
    }

    /** The state that has waited longest; waits for one, and is empty once there will be none any more. */
    Optional<Entry> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (entries.isEmpty() && !ended) {
                changed.await();
            }
            return Optional.ofNullable(entries.pollFirstEntry()).map(Map.Entry::getValue);
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
