// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import ai.casys.core.api.About;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.EngineStatus;
import ai.casys.core.api.RunListener;
import ai.casys.core.builtin.BuiltinServers;
import ai.casys.core.call.Callee;
import ai.casys.core.call.ToolCaller;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.CatalogSubscription;
import ai.casys.core.catalog.review.ToolReviews;
import ai.casys.core.catalog.safety.ToolGuard;
import ai.casys.core.catalog.store.CatalogStore;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.core.discovery.embedding.Embeddings;
import ai.casys.core.discovery.plan.Planner;
import ai.casys.core.discovery.plan.RunHistory;
import ai.casys.core.discovery.store.StoredVectors;
import ai.casys.core.gateway.CompletedCalls;
import ai.casys.core.gateway.Gateway;
import ai.casys.core.gateway.GatewayOptions;
import ai.casys.core.gateway.GatewayParts;
import ai.casys.core.gateway.LogWishes;
import ai.casys.core.gateway.parking.NodeBeat;
import ai.casys.core.gateway.parking.Parking;
import ai.casys.core.gateway.parking.ParkingLimits;
import ai.casys.core.gateway.parking.store.NodeStore;
import ai.casys.core.gateway.parking.store.ParkedCallStore;
import ai.casys.core.http.EngineView;
import ai.casys.core.http.HttpParts;
import ai.casys.core.http.HttpServer;
import ai.casys.core.identity.LocalGatekeeper;
import ai.casys.core.identity.keyset.Keyset;
import ai.casys.core.identity.keyset.KeysetPlace;
import ai.casys.core.identity.keyset.store.DatabaseKeyset;
import ai.casys.core.learning.LearnedSource;
import ai.casys.core.learning.Learning;
import ai.casys.core.settings.CatalogSettings;
import ai.casys.core.settings.ConfigWatcher;
import ai.casys.core.settings.Environment;
import ai.casys.core.settings.LoadedServers;
import ai.casys.core.settings.LoadedSettings;
import ai.casys.core.settings.Mode;
import ai.casys.core.settings.Settings;
import ai.casys.core.settings.SettingsLoader;
import ai.casys.core.settings.StartupRules;
import ai.casys.core.settings.ViewSettings;
import ai.casys.core.storage.Storage;
import ai.casys.core.upstream.BaseEnvironment;
import ai.casys.core.upstream.CredentialSource;
import ai.casys.core.upstream.OrphanReaper;
import ai.casys.core.upstream.UpstreamServers;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.mcp.Implementation;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine: every object, put together once. The constructor reads in the order in which they come up; they go down
 * in reverse. Started and stopped by one thread each; {@link #requestStop} may come from any.
 */
public final class Engine implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Engine.class);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final int TOKEN_BYTES = 32;

    private final Shutdown shutdown = new Shutdown();
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final Settings settings;
    private final Catalog catalog;
    private final CatalogKeeper keeper;
    private final UpstreamServers upstream;
    private final BuiltinServers builtin;
    private final Gateway gateway;
    private final VirtualGateways virtualServers;
    private final HttpServer http;
    private final StatusReport status;

    /**
     * Brings an engine up and returns when it is ready; the servers behind it may still be on their way.
     *
     * @throws ai.casys.core.api.CasysException that says what to do when it cannot
     */
    public static Engine start(Environment environment, EngineOptions options) {
        ExtensionsInstalled installed =
                ExtensionsInstalled.find(Mode.detect(environment.variables()), Engine.class.getClassLoader());
        SettingsLoader loader = SettingsLoader.of(environment.variables(), environment.userHome(), options.overrides())
                .withExtensionSections(installed.settingsSections());
        LoadedSettings loaded = loader.load();
        StartupRules.check(loaded);
        return new Engine(environment, options, loader, loaded, installed.select(loaded.settings()));
    }

    private Engine(
            Environment environment,
            EngineOptions options,
            SettingsLoader loader,
            LoadedSettings loaded,
            Extensions extensions) {
        About about = Program.about();
        settings = loaded.settings();
        try {
            Path home = settings.home();
            // Opening the storage takes the lock of the home, so from here on this is its only engine.
            Storage storage = shutdown.add("storage", Storage.open(home, settings.database()));
            Keyset keyset = new DatabaseKeyset(storage.database()).open(KeysetPlace.of(home, settings.keyset()));
            OrphanReaper.reap(home);

            Implementation self = new Implementation(about.name(), about.version());
            Hearsay hearsay = new Hearsay();
            builtin = BuiltinServers.create(settings.builtin());
            ToolGuard guard = new ToolGuard(settings.catalog(), Set.copyOf(builtin.names()));
            catalog = new Catalog(guard);
            SearchModels models = shutdown.add("models", SearchModels.loading(settings.search()));
            Embeddings embeddings = models.embeddings();
            Learning learning =
                    shutdown.add("learning", LearningChoice.start(settings, storage, catalog, embeddings, keyset));
            RunListener runs = settings.learning().enabled() ? learning : RunListener.NONE;
            ToolCaller caller = new ToolCaller(catalog::snapshot, this::callee, runs, InstantSource.system());
            keeper = new CatalogKeeper(catalog, guard, InstantSource.system(), hearsay, caller::refuseWithheld);
            upstream = new UpstreamServers(
                    settings.upstream(),
                    home,
                    BaseEnvironment.from(environment.variables()),
                    self,
                    keeper,
                    hearsay,
                    CredentialSource.CONFIGURED,
                    InstantSource.system());
            shutdown.add("catalog", keeper);
            shutdown.add("servers", upstream);
            upstream.reconcile(loaded.servers().definitions());
            CatalogStore store = new CatalogStore(storage.database(), Clock.systemUTC());
            keeper.follow(store, serverNames(loaded.servers()));
            builtin.names().forEach(name -> keeper.builtin(name, self, builtin.tools(name)));

            ExtensionSchemas.of(extensions).forEach(storage::migrateExtension);
            shutdown.add("extensions", extensions);
            extensions.start(loaded.extensionSettings(), new TenantConnections(storage.database()));

            ParkingLimits parkingLimits =
                    ParkingLimits.keeping(settings.sessions().parkedFor());
            NodeBeat node = shutdown.add("node", NodeBeat.start(new NodeStore(storage.database())));
            Parking parking = shutdown.add(
                    "parked calls",
                    Parking.open(
                            node.id(), new ParkedCallStore(storage.database(), keyset, parkingLimits), parkingLimits));

            LearnedSource learned = settings.learning().enabled() ? learning : LearnedSource.NONE;
            ToolSearch search = shutdown.add(
                    "search",
                    ToolSearch.over(
                            catalog,
                            embeddings,
                            new StoredVectors(storage.database(), TenantId.LOCAL),
                            learned,
                            models.reranking()));
            LogWishes logWishes = new LogWishes(upstream::logLevel);
            GatewayParts parts = new GatewayParts(
                    catalog,
                    search,
                    caller::call,
                    runs,
                    new UpstreamFeatures(upstream),
                    logWishes.of(""),
                    parking,
                    keyset,
                    settings.sessions().parkedFor(),
                    InstantSource.system());
            GatewayOptions shape = GatewayChoice.of(settings, about);
            gateway = shutdown.add("gateway", new Gateway(shape, parts, GatewayChoice.view(settings.views())));
            hearsay.add(gateway);
            virtualServers = shutdown.add("virtual servers", new VirtualGateways(shape, parts, logWishes, hearsay));
            virtualServers.show(settings.views().virtualServers());
            CatalogSubscription listing = catalog.subscribe(_ -> {
                gateway.toolsChanged();
                virtualServers.toolsChanged();
            });
            shutdown.add("listing", listing);
            status = new StatusReport(
                    about,
                    settings,
                    loaded.servers(),
                    builtin,
                    upstream,
                    catalog,
                    gateway,
                    virtualServers,
                    models::problems,
                    () -> answers(storage));
            String token = newToken();
            http = new HttpServer(
                    settings.http(),
                    new HttpParts(
                            gateway,
                            virtualServers,
                            new LocalGatekeeper(token, tokenRequired()),
                            catalog,
                            search,
                            new Planner(
                                    search,
                                    settings.learning().enabled()
                                            ? new LearnedRuns(learning, catalog::snapshot)
                                            : RunHistory.NONE),
                            new CompletedCalls(parts),
                            ToolReviews.over(catalog, guard, store, TenantId.LOCAL),
                            settings.upstream().callTimeout(),
                            learning,
                            new EngineView(about, () -> answers(storage), status::now, this::requestStop),
                            extensions.routes()));
            http.start();
            shutdown.add("http", () -> http.stop(GRACE));
            shutdown.add("config watch", ConfigWatcher.start(loader, loaded, new Reload()));
            new EngineFile(ProcessHandle.current().pid(), url(), token, about.version()).write(home);
            shutdown.add("engine file", () -> EngineFile.delete(home));
            options.idleExit().ifPresent(idle -> IdleWatch.start(this::sessionCount, idle, this::requestStop));
        } catch (RuntimeException | Error e) {
            shutdown.close();
            throw e;
        }
    }

    /** The base address under which this machine reaches the engine. */
    public URI url() {
        String host = settings.http().host();
        String literal = host.contains(":") ? "[" + host + "]" : host;
        return URI.create("http://" + literal + ":" + http.port());
    }

    /** The configuration file, which need not exist. */
    public Path configFile() {
        return settings.configFile();
    }

    /** How the engine is now. */
    public EngineStatus status() {
        return status.now();
    }

    /** Asks the engine to end; returns at once. */
    public void requestStop() {
        stopRequested.countDown();
    }

    /** Waits until somebody asks the engine to end. */
    public void awaitStopRequest() throws InterruptedException {
        stopRequested.await();
    }

    /** Takes no new work, gives running calls a grace period, ends the servers and gives the home back. */
    @Override
    public void close() {
        log.info("stopping");
        shutdown.close();
        log.info("stopped");
    }

    private int sessionCount() {
        return gateway.sessionCount() + virtualServers.sessionCount();
    }

    private Callee callee(String server) {
        return builtin.has(server) ? builtin::call : upstream::call;
    }

    private Set<String> serverNames(LoadedServers servers) {
        Set<String> names = new HashSet<>(builtin.names());
        names.addAll(servers.definitions().keySet());
        return names;
    }

    /** Where users sign in, nobody is let in by being near: until sign-in is set up, only the operator's token opens. */
    private boolean tokenRequired() {
        return switch (settings.mode()) {
            case LOCAL -> settings.http().requireToken();
            case CLOUD -> true;
        };
    }

    private static boolean answers(Storage storage) {
        try {
            storage.database().check();
            return true;
        } catch (CasysException _) {
            return false;
        }
    }

    private static String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A changed configuration file changes just the servers that it changes; an invalid one changes nothing. */
    private final class Reload implements ConfigWatcher.Listener {

        @Override
        public void changed(LoadedServers servers) {
            status.configured(servers);
            upstream.reconcile(servers.definitions());
        }

        @Override
        public void catalogChanged(CatalogSettings changed) {
            keeper.settings(changed);
        }

        @Override
        public void viewsChanged(ViewSettings views) {
            gateway.show(GatewayChoice.view(views));
            virtualServers.show(views.virtualServers());
        }

        @Override
        public void refused(String problem) {
            status.refused(problem);
        }
    }
}
