// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import ai.casys.core.api.CasysException;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices changes of the configuration file and hands on the servers and virtual servers it names and what it says of the
 * catalogue. A file that is invalid or gone changes
 * nothing: the servers that run go on.
 *
 * <p>One virtual thread does everything, the listener's methods included. It sleeps on the folder's watch service, and
 * looks at the file by itself every poll interval, because notifications are lost on network and container file systems
 * and never come for a file behind a symbolic link. A change counts once the content has been the same for the settle
 * time, so that an editor that empties, writes and renames is seen once.
 */
public final class ConfigWatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatcher.class);

    private static final Duration POLL = Duration.ofSeconds(2);
    private static final Duration SETTLE = Duration.ofMillis(150);

    private final SettingsLoader loader;
    private final Listener listener;
    private final Path file;
    private final Duration poll;
    private final Thread thread;
    private LoadedSettings current;
    private FileStamp seen;

    /** Hears of changes, one at a time, on the watcher's thread. */
    public interface Listener {

        /** The file now names these servers; among them may be those that were there before. */
        void changed(LoadedServers servers);

        /** The file now says this of the catalogue; told before {@link #changed}. */
        void catalogChanged(CatalogSettings settings);

        /** The file now has these virtual servers and lists of clients; told after {@link #changed}. */
        void viewsChanged(ViewSettings views);

        /**
         * The file cannot be used and the running configuration stays.
         *
         * @param problem what is wrong and what to do, a sentence for a person
         */
        void refused(String problem);
    }

    private ConfigWatcher(SettingsLoader loader, LoadedSettings current, Listener listener, Duration poll) {
        this.loader = loader;
        this.current = current;
        this.listener = Objects.requireNonNull(listener, "listener is null");
        this.file = current.settings().configFile();
        this.poll = poll;
        // An unknown stamp makes the thread read the file once more, so that a change made since loading is not missed.
        this.seen = FileStamp.UNKNOWN;
        this.thread = Thread.ofVirtual().name("config-watcher").unstarted(this::run);
    }

    /** Watches the file of {@code current}, which {@code loader} has loaded, until {@link #close}. */
    public static ConfigWatcher start(SettingsLoader loader, LoadedSettings current, Listener listener) {
        return start(loader, current, listener, POLL);
    }

    static ConfigWatcher start(SettingsLoader loader, LoadedSettings current, Listener listener, Duration poll) {
        ConfigWatcher watcher = new ConfigWatcher(loader, current, listener, poll);
        watcher.thread.start();
        return watcher;
    }

    /** Ends the watching; when it returns the listener is not called any more, unless it is the listener that closes. */
    @Override
    public void close() {
        thread.interrupt();
        if (Thread.currentThread().equals(thread)) {
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (Bell bell = Bell.of(Optional.ofNullable(file.getParent()).orElse(file))) {
            look();
            while (!Thread.currentThread().isInterrupted()) {
                if (bell.rings(poll) || !FileStamp.quick(file, seen).equals(seen)) {
                    look();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("The watch on {} could not be ended cleanly", file, e);
        }
    }

    private void look() throws InterruptedException {
        FileStamp now = FileStamp.of(file);
        if (now.sameContent(seen)) {
            seen = now;
            return;
        }
        boolean first = seen.equals(FileStamp.UNKNOWN);
        now = settled(now);
        seen = now;
        if (now.isGone()) {
            if (!first) {
                refuse("The configuration file " + file + " is gone; the running servers stay as they are. Put it back"
                        + " to change them.");
            }
            return;
        }
        reload();
    }

    private FileStamp settled(FileStamp stamp) throws InterruptedException {
        FileStamp last = stamp;
        while (true) {
            Thread.sleep(SETTLE);
            FileStamp next = FileStamp.of(file);
            if (next.equals(last)) {
                return next;
            }
            last = next;
        }
    }

    private void reload() {
        LoadedSettings loaded;
        try {
            loaded = loader.load();
        } catch (CasysException e) {
            refuse(e.getMessage() + " The running configuration stays as it is.");
            return;
        }
        if (!withoutReloadable(loaded).equals(withoutReloadable(current))) {
            LOG.warn(
                    "{} changes more than servers, virtual servers, clients and catalog; everything else takes effect at"
                            + " the next start",
                    file);
        }
        CatalogSettings catalog = loaded.settings().catalog();
        boolean catalogChanged = !catalog.equals(current.settings().catalog());
        boolean changed = !loaded.servers().equals(current.servers());
        ViewSettings views = loaded.settings().views();
        boolean viewsChanged = !views.equals(current.settings().views());
        current = loaded;
        if (catalogChanged) {
            LOG.info("{} has changed what happens to changed, suspicious and new tools", file);
            tell(() -> listener.catalogChanged(catalog));
        }
        if (changed) {
            LOG.info(
                    "{} has changed: {} servers",
                    file,
                    loaded.servers().definitions().size());
            tell(() -> listener.changed(loaded.servers()));
        }
        if (viewsChanged) {
            LOG.info(
                    "{} has changed: {} virtual servers",
                    file,
                    views.virtualServers().size());
            tell(() -> listener.viewsChanged(views));
        }
    }

    private void refuse(String problem) {
        LOG.warn("{}", problem);
        tell(() -> listener.refused(problem));
    }

    private void tell(Runnable message) {
        try {
            message.run();
        } catch (RuntimeException e) {
            LOG.error("A change of {} could not be carried out", file, e);
        }
    }

    private static LoadedSettings withoutReloadable(LoadedSettings loaded) {
        Settings s = loaded.settings();
        Settings bare = new Settings(
                s.home(),
                s.configFile(),
                s.mode(),
                s.edition(),
                s.flags(),
                s.http(),
                s.database(),
                s.keyset(),
                s.sessions(),
                s.upstream(),
                s.builtin(),
                CatalogSettings.DEFAULTS,
                s.learning(),
                s.search(),
                s.exposure(),
                ViewSettings.NONE,
                Map.of());
        return new LoadedSettings(bare, LoadedServers.NONE, loaded.production(), loaded.extensionSettings());
    }

    /** Rings when something happens in a folder; where the system cannot tell, it just never rings. */
    private record Bell(Optional<WatchService> service) implements AutoCloseable {

        static Bell of(Path folder) {
            try {
                WatchService service = folder.getFileSystem().newWatchService();
                try {
                    folder.register(
                            service,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_DELETE);
                } catch (IOException e) {
                    service.close();
                    throw e;
                }
                return new Bell(Optional.of(service));
            } catch (IOException | UnsupportedOperationException e) {
                LOG.info("{} cannot be watched; it is looked at regularly instead", folder);
                return new Bell(Optional.empty());
            }
        }

        boolean rings(Duration longest) throws InterruptedException {
            if (service.isEmpty()) {
                Thread.sleep(longest);
                return false;
            }
            Optional<WatchKey> key = Optional.ofNullable(service.get().poll(longest.toMillis(), TimeUnit.MILLISECONDS));
            key.ifPresent(rung -> {
                rung.pollEvents();
                rung.reset();
            });
            return key.isPresent();
        }

        @Override
        public void close() throws IOException {
            if (service.isPresent()) {
                service.get().close();
            }
        }
    }
}
