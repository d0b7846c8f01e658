// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog;

import ai.casys.shared.mcp.Tool;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tools of all servers, in memory. Safe for any number of threads: reading takes a finished snapshot and never
 * waits; changes are made one after another. Listeners are called outside the lock, in the order of the changes, by
 * whichever changing thread comes first; a changing thread may thus return while another is still telling.
 */
public final class Catalog {

    private static final Logger log = LoggerFactory.getLogger(Catalog.class);

    private final ToolScreen screen;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<CatalogChange> untold = new ArrayDeque<>();
    private final List<Place> places = new CopyOnWriteArrayList<>();
    private volatile CatalogSnapshot snapshot = CatalogSnapshot.EMPTY;
    private boolean telling;

    /** A catalogue that offers every tool. */
    public Catalog() {
        this(ToolScreen.NONE);
    }

    /** @param screen which tools are offered; asked whenever a server's list is taken in, and by {@link #screenAgain} */
    public Catalog(ToolScreen screen) {
        this.screen = Objects.requireNonNull(screen, "screen is null");
    }

    /** The tools now. */
    public CatalogSnapshot snapshot() {
        return snapshot;
    }

    /**
     * Puts what one server lists now in the place of what it listed before. A tool with an absurd name (over 512
     * characters, control characters, half a surrogate pair), a second tool of the same name and everything past 10,000 tools are left out
     * with a line in the log. What the screen withholds is kept but not offered.
     *
     * @return what changed; empty if nothing did
     * @throws IllegalArgumentException if the server's name is not {@code [a-z0-9][a-z0-9-]{0,31}}
     */
    public Optional<CatalogChange> replaceServer(String server, List<Tool> tools) {
        return replaceServerTools(server, accepted(server, tools));
    }

    /**
     * What {@link #replaceServer} would take over of a list.
     *
     * @throws IllegalArgumentException if the server's name is not {@code [a-z0-9][a-z0-9-]{0,31}}
     */
    public static List<CatalogTool> accepted(String server, List<Tool> tools) {
        requireServerName(server);
        return ToolListCheck.accept(server, tools);
    }

    /** {@link #replaceServer} with a list that was {@link #accepted}. */
    public Optional<CatalogChange> replaceServerTools(String server, List<CatalogTool> accepted) {
        requireServerName(server);
        return change(servers -> servers.put(server, new ServerTools(accepted, screen)));
    }

    /**
     * Asks the screen about every tool again.
     *
     * @return what changed; empty if nothing did
     */
    public Optional<CatalogChange> screenAgain() {
        return change(servers -> servers.replaceAll((_, tools) -> tools.screened(screen)));
    }

    /**
     * Takes over what was known when the program last ran. A server that has listed its tools since is left as it is:
     * its own word is newer.
     *
     * @return what changed; empty if nothing did
     * @throws IllegalArgumentException if a server's name is not {@code [a-z0-9][a-z0-9-]{0,31}} or a key comes twice
     */
    public Optional<CatalogChange> load(List<CatalogTool> tools) {
        Map<ToolKey, CatalogTool> distinct = tools.stream()
                .collect(Collectors.toMap(CatalogTool::key, tool -> tool, (first, second) -> {
                    throw new IllegalArgumentException("tool " + first.key() + " comes twice");
                }));
        Map<String, List<CatalogTool>> loaded = new TreeMap<>();
        distinct.values().stream()
                .collect(Collectors.groupingBy(tool -> tool.key().server()))
                .forEach((server, its) -> {
                    requireServerName(server);
                    loaded.put(server, its);
                });
        return change(servers ->
                loaded.forEach((server, its) -> servers.computeIfAbsent(server, _ -> new ServerTools(its, screen))));
    }

    /**
     * Forgets a server and its tools.
     *
     * @return what changed; empty if the server was not there
     */
    public Optional<CatalogChange> removeServer(String server) {
        Objects.requireNonNull(server, "server is null");
        return change(servers -> servers.remove(server));
    }

    /** Has the listener told of every change from now on. */
    public CatalogSubscription subscribe(CatalogListener listener) {
        Place place = new Place(listener);
        places.add(place);
        return () -> places.remove(place);
    }

    private Optional<CatalogChange> change(Edit edit) {
        Optional<CatalogChange> change;
        lock.lock();
        try {
            NavigableMap<String, ServerTools> servers = new TreeMap<>(snapshot.byServer());
            edit.apply(servers);
            change = difference(snapshot.byServer(), servers);
            change.ifPresent(made -> {
                snapshot = made.snapshot();
                untold.add(made);
            });
        } finally {
            lock.unlock();
        }
        tellAll();
        return change;
    }

    private Optional<CatalogChange> difference(
            NavigableMap<String, ServerTools> before, NavigableMap<String, ServerTools> after) {
        Set<ToolKey> added = new TreeSet<>();
        Set<ToolKey> changed = new TreeSet<>();
        Set<ToolKey> removed = new TreeSet<>();
        ServerTools none = new ServerTools(List.of(), ToolScreen.NONE);
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        boolean different = !before.keySet().equals(after.keySet());
        for (String name : names) {
            ServerTools old = before.getOrDefault(name, none);
            ServerTools now = after.getOrDefault(name, none);
            if (old == now) {
                continue;
            }
            if (old.sameAs(now) && before.containsKey(name) && after.containsKey(name)) {
                after.put(name, old);
                continue;
            }
            different = true;
            sort(now.changedSince(old), old, changed, added);
            old.tools().stream()
                    .map(CatalogTool::key)
                    .filter(key -> now.byName(key.tool()).isEmpty())
                    .forEach(removed::add);
        }
        return different
                ? Optional.of(new CatalogChange(
                        new CatalogSnapshot(snapshot.revision() + 1, after),
                        new TreeSet<>(added),
                        new TreeSet<>(changed),
                        new TreeSet<>(removed)))
                : Optional.empty();
    }

    private static void sort(
            Collection<ToolKey> keys, ServerTools old, Collection<ToolKey> changed, Collection<ToolKey> added) {
        for (ToolKey key : keys) {
            (old.byName(key.tool()).isPresent() ? changed : added).add(key);
        }
    }

    private void tellAll() {
        for (Optional<CatalogChange> next = next(false); next.isPresent(); next = next(true)) {
            CatalogChange change = next.get();
            places.forEach(place -> tell(place, change));
        }
    }

    /** @param teller whether the caller is the one that is telling now */
    private Optional<CatalogChange> next(boolean teller) {
        lock.lock();
        try {
            if (telling && !teller) {
                return Optional.empty();
            }
            Optional<CatalogChange> next = Optional.ofNullable(untold.poll());
            telling = next.isPresent();
            return next;
        } finally {
            lock.unlock();
        }
    }

    private static void tell(Place place, CatalogChange change) {
        try {
            place.listener.catalogChanged(change);
        } catch (RuntimeException e) {
            log.error(
                    "a listener failed at revision {} of the catalogue",
                    change.snapshot().revision(),
                    e);
        }
    }

    private static void requireServerName(String server) {
        Objects.requireNonNull(server, "server is null");
        if (!ToolNames.isServerName(server)) {
            throw new IllegalArgumentException(
                    "server name \"" + server + "\" must match [a-z0-9][a-z0-9-]{0,31}; slug it on import");
        }
    }

    @FunctionalInterface
    private interface Edit {
        void apply(NavigableMap<String, ServerTools> servers);
    }

    /** Not a record: the same listener may subscribe twice, and each place closes alone. */
    private static final class Place {
        private final CatalogListener listener;

        Place(CatalogListener listener) {
            this.listener = Objects.requireNonNull(listener, "listener is null");
        }
    }
}
