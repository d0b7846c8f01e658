// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ListKind;
import ai.casys.core.call.Servers;
import ai.casys.shared.jsonrpc.RawJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The prompts, resources and templates of all servers as one list each, ordered by name or address, so that the order is
 * the same at every call. Servers are asked at the same time; one that does not answer in time is left out and named in
 * the log, for a dead server must not take the others' resources away. Safe for any number of threads.
 */
final class Offerings {

    private static final Logger LOG = LoggerFactory.getLogger(Offerings.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PAGE_SIZE = 500;

    private final Servers servers;
    private final Addresses addresses;
    private final BiPredicate<ListKind, String> shown;

    /** @param shown of which servers what may be seen */
    Offerings(Servers servers, Addresses addresses, BiPredicate<ListKind, String> shown) {
        this.servers = servers;
        this.addresses = addresses;
        this.shown = shown;
    }

    /**
     * A part of a list.
     *
     * @param next the cursor of the part that follows
     */
    record Page(List<RawJson> definitions, Optional<String> next) {}

    /** The first part, or the one after a cursor. */
    Page page(ListKind kind, Optional<String> cursor, Caller caller) {
        List<Offering> all = all(kind, caller, PATIENCE);
        List<Offering> rest = cursor.map(Cursors::name)
                .map(name -> all.stream()
                        .dropWhile(offering -> offering.shown().compareTo(name) <= 0)
                        .toList())
                .orElse(all);
        List<RawJson> definitions =
                rest.stream().limit(PAGE_SIZE).map(Offering::definition).toList();
        Optional<String> next = rest.size() > PAGE_SIZE
                ? Optional.of(Cursors.after(rest.get(PAGE_SIZE - 1).shown()))
                : Optional.empty();
        return new Page(definitions, next);
    }

    /** The prompt that a client means. */
    Optional<Offering> prompt(String shownName, Caller caller) {
        return all(ListKind.PROMPTS, caller, PATIENCE).stream()
                .filter(offering -> offering.shown().equals(shownName))
                .findFirst();
    }

    /**
     * The whole list.
     *
     * @param patience how long to wait for a server
     */
    List<Offering> all(ListKind kind, Caller caller, Duration patience) {
        List<String> asked = servers.having(kind.capability()).stream()
                .filter(server -> shown.test(kind, server))
                .toList();
        if (asked.size() == 1) {
            return sorted(of(asked.getFirst(), kind, caller, patience).stream());
        }
        ConcurrentHashMap<String, List<Offering>> answers = new ConcurrentHashMap<>();
        List<Thread> threads = new ArrayList<>();
        for (String server : asked) {
            threads.add(Thread.ofVirtual()
                    .name("list-" + server)
                    .start(() -> answers.put(server, of(server, kind, caller, patience))));
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return sorted(answers.values().stream().flatMap(List::stream));
    }

    private List<Offering> of(String server, ListKind kind, Caller caller, Duration patience) {
        try {
            return servers.list(server, kind, patience, caller).stream()
                    .flatMap(definition -> Offering.of(server, kind, definition, addresses).stream())
                    .toList();
        } catch (CasysException e) {
            LOG.warn("server \"{}\" does not list its {}: {}", server, kind.member(), e.getMessage());
            return List.of();
        }
    }

    /** Two entries that look the same to clients could not be told apart, nor paged. */
    private static List<Offering> sorted(Stream<Offering> offerings) {
        SortedMap<String, Offering> byName = new TreeMap<>();
        offerings
                .sorted(Comparator.comparing(Offering::server))
                .forEach(offering -> byName.putIfAbsent(offering.shown(), offering));
        return List.copyOf(byName.values());
    }
}
