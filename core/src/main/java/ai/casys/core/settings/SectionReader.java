// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads the {@code casys} section, each part once, with what the environment and the command line say on top. */
final class SectionReader {

    private static final int LARGEST_SIZE = 1 << 30;
    private static final Pattern DATABASE_ADDRESS = Pattern.compile("(jdbc:postgresql:|postgres(ql)?://).+");

    private final Section casys;
    private final EnvironmentSettings variables;
    private final Overrides overrides;
    private final Path home;
    private final Path file;
    private final Path userHome;

    SectionReader(
            Section casys, EnvironmentSettings variables, Overrides overrides, Path home, Path file, Path userHome) {
        this.casys = casys;
        this.variables = variables;
        this.overrides = overrides;
        this.home = home;
        this.file = file;
        this.userHome = userHome;
    }

    HttpSettings http() {
        HttpSettings defaults = HttpSettings.DEFAULTS;
        Section http = casys.section("http");
        Optional<String> fileHost = http.text("host");
        fileHost.filter(host -> !Addresses.isHost(host)).ifPresent(host -> {
            throw http.wrong("host", "\"" + host + "\"", "must be a host name or an address, without port");
        });
        Optional<Integer> filePort = http.integer("port", 0, 65_535);
        Optional<URI> filePublicUrl = http.text("public-url")
                .map(text -> Addresses.base(text)
                        .orElseThrow(() -> http.wrong(
                                "public-url",
                                "no usable address",
                                "must be one such as https://casys.example, without user name, query or fragment")));
        Set<String> origins = Set.copyOf(http.texts("allowed-origins").orElse(List.of()));
        origins.stream()
                .filter(origin -> !Addresses.isOrigin(origin))
                .findFirst()
                .ifPresent(origin -> {
                    throw http.wrong(
                            "allowed-origins",
                            "a list with \"" + origin + "\"",
                            "must hold origins such as https://app.example: scheme, host, perhaps a port, no path, no *");
                });
        Set<String> hosts = new HashSet<>();
        for (String host : http.texts("allowed-hosts").orElse(List.of())) {
            if (!Addresses.isHost(host)) {
                throw http.wrong(
                        "allowed-hosts",
                        "a list with \"" + host + "\"",
                        "must hold host names such as casys.example, without scheme, port or *");
            }
            hosts.add(host.toLowerCase(Locale.ROOT));
        }
        int maxBodyBytes = http.integer("max-body-bytes", 1024, LARGEST_SIZE).orElse(defaults.maxBodyBytes());
        Duration sessionIdle = http.duration("session-idle", Duration.ofSeconds(1), Duration.ofDays(30))
                .orElse(defaults.sessionIdle());
        boolean requireToken = http.flag("require-token").orElse(defaults.requireToken());
        http.finish();
        return new HttpSettings(
                overridingHost().or(() -> fileHost).orElse(defaults.host()),
                overridingPort().or(() -> filePort).orElse(defaults.port()),
                environmentPublicUrl().or(() -> filePublicUrl),
                origins,
                hosts,
                maxBodyBytes,
                sessionIdle,
                requireToken);
    }

    private Optional<String> overridingHost() {
        Optional<String> host = overrides.host().or(() -> variables.text(EnvironmentSettings.HOST));
        host.filter(text -> !Addresses.isHost(text)).ifPresent(text -> {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    (overrides.host().isPresent() ? "--host" : "The environment variable CASYS_HOST") + " is \"" + text
                            + "\" but must be a host name or an address, without port.");
        });
        return host;
    }

    private Optional<Integer> overridingPort() {
        overrides.port().filter(port -> port < 0 || port > 65_535).ifPresent(port -> {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "--port is " + port + " but must be a whole number from 0 (any free one) to 65535.");
        });
        return overrides.port().or(variables::port);
    }

    private Optional<URI> environmentPublicUrl() {
        return variables
                .text(EnvironmentSettings.PUBLIC_URL)
                .map(text -> Addresses.base(text)
                        .orElseThrow(() -> new CasysException(
                                ErrorCategory.CONFIGURATION,
                                "The environment variable CASYS_PUBLIC_URL must be an address such as"
                                        + " https://casys.example, without user name, query or fragment.")));
    }

    DatabaseSettings database() {
        Section database = casys.section("database");
        Optional<String> fileUrl = address(database.text("url"), "casys.database.url");
        Optional<String> fileAppUrl = address(database.text("app-url"), "casys.database.app-url");
        int poolSize = database.integer("pool-size", 1, 200).orElse(DatabaseSettings.DEFAULTS.poolSize());
        database.finish();
        Optional<String> url = address(variables.text(EnvironmentSettings.DATABASE_URL), "DATABASE_URL")
                .or(() -> fileUrl);
        Optional<String> appUrl = address(variables.text(EnvironmentSettings.DATABASE_APP_URL), "DATABASE_APP_URL")
                .or(() -> fileAppUrl);
        if (appUrl.isPresent() && url.isEmpty()) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "DATABASE_APP_URL (casys.database.app-url) is set but DATABASE_URL (casys.database.url) is not;"
                            + " set both, or neither for the embedded database.");
        }
        return new DatabaseSettings(url, appUrl, poolSize);
    }

    /** The value is never quoted: it holds a password. */
    private static Optional<String> address(Optional<String> text, String place) {
        text.filter(value -> !DATABASE_ADDRESS.matcher(value).matches()).ifPresent(value -> {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    place + " must be the address of a PostgreSQL database, such as"
                            + " postgresql://user:password@host:5432/database or jdbc:postgresql://host/database.");
        });
        return text;
    }

    UpstreamSettings upstream() {
        UpstreamSettings defaults = UpstreamSettings.DEFAULTS;
        Section upstream = casys.section("upstream");
        UpstreamSettings settings = new UpstreamSettings(
                upstream.duration("start-timeout", Duration.ofMillis(100), Duration.ofHours(1))
                        .orElse(defaults.startTimeout()),
                upstream.duration("call-timeout", Duration.ofMillis(100), Duration.ofDays(1))
                        .orElse(defaults.callTimeout()),
                upstream.integer("max-message-bytes", 1024, LARGEST_SIZE).orElse(defaults.maxMessageBytes()),
                upstream.integer("max-in-flight", 1, 10_000).orElse(defaults.maxInFlight()));
        upstream.finish();
        return settings;
    }

    SessionSettings sessions() {
        Section sessions = casys.section("sessions");
        SessionSettings settings =
                new SessionSettings(sessions.duration("parked-for", Duration.ofSeconds(10), Duration.ofDays(1))
                        .orElse(SessionSettings.DEFAULTS.parkedFor()));
        sessions.finish();
        return settings;
    }

    BuiltinSettings builtin() {
        BuiltinSettings defaults = BuiltinSettings.defaults(home);
        Section builtin = casys.section("builtin");
        Set<String> disabled = Set.copyOf(builtin.texts("disabled").orElse(List.of()));
        disabled.stream()
                .filter(name -> !ServerNames.BUILTIN.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw builtin.wrong(
                            "disabled",
                            "a list with \"" + name + "\"",
                            "may hold " + String.join(", ", new TreeSet<>(ServerNames.BUILTIN)));
                });
        Section files = builtin.section("files");
        Path folder = Optional.ofNullable(file.getParent()).orElse(home);
        List<Path> roots = files.texts("roots")
                .map(texts ->
                        texts.stream().map(text -> root(files, folder, text)).toList())
                .orElse(defaults.fileRoots());
        files.finish();
        Section web = builtin.section("web");
        Set<String> allow = Set.copyOf(web.texts("allow").orElse(List.of()));
        allow.stream()
                .filter(entry -> !Addresses.isHostOrBlock(entry))
                .findFirst()
                .ifPresent(entry -> {
                    throw web.wrong(
                            "allow",
                            "a list with \"" + entry + "\"",
                            "must hold host names such as intranet.example or blocks of addresses such as 10.0.0.0/8");
                });
        int maxBytes = web.integer("max-bytes", 1024, 256 << 20).orElse(defaults.webMaxBytes());
        Duration timeout = web.duration("timeout", Duration.ofMillis(100), Duration.ofMinutes(10))
                .orElse(defaults.webTimeout());
        web.finish();
        builtin.finish();
        return new BuiltinSettings(disabled, roots, allow, maxBytes, timeout);
    }

    private Path root(Section files, Path folder, String text) {
        try {
            return Paths.resolve(userHome, folder, text);
        } catch (InvalidPathException e) {
            throw files.wrong("roots", "a list with \"" + text + "\"", "must hold paths of folders");
        }
    }

    CatalogSettings catalog() {
        CatalogSettings defaults = CatalogSettings.DEFAULTS;
        Section catalog = casys.section("catalog");
        CatalogSettings settings = new CatalogSettings(
                reaction(catalog, "on-change", "warn").orElse(defaults.onChange()),
                reaction(catalog, "on-flag", "warn").orElse(defaults.onFlag()),
                reaction(catalog, "on-new", "allow").orElse(defaults.onNew()));
        catalog.finish();
        return settings;
    }

    SearchSettings search() {
        Path folder = Optional.ofNullable(file.getParent()).orElse(home);
        SearchSettings settings = new SearchReader(casys.section("search"), folder, userHome).read();
        return variables.searchModels().map(settings::with).orElse(settings);
    }

    /** @param harmless what the setting says where the tool stays */
    private static Optional<CatalogSettings.Reaction> reaction(Section catalog, String key, String harmless) {
        return catalog.text(key).map(text -> {
            if (text.equals(harmless)) {
                return CatalogSettings.Reaction.WARN;
            }
            if (text.equals("quarantine")) {
                return CatalogSettings.Reaction.QUARANTINE;
            }
            throw catalog.wrong(key, "\"" + text + "\"", "must be \"" + harmless + "\" or \"quarantine\"");
        });
    }

    LearningSettings learning() {
        LearningSettings defaults = LearningSettings.DEFAULTS;
        Section learning = casys.section("learning");
        LearningSettings settings = new LearningSettings(
                learning.flag("enabled").orElse(defaults.enabled()),
                learning.duration("half-life", Duration.ofDays(1), Duration.ofDays(3650))
                        .orElse(defaults.halfLife()),
                learning.integer("max-intents", 100, 100_000).orElse(defaults.intents()),
                learning.integer("max-edges", 100, 1_000_000).orElse(defaults.edges()),
                learning.integer("max-runs", 10, 10_000).orElse(defaults.runs()),
                learning.flag("shared-prior").orElse(defaults.sharedPrior()),
                learning.integer("shared-by", 2, 1000).orElse(defaults.sharedBy()));
        learning.finish();
        return settings;
    }

    Exposure exposure() {
        return ExposureReader.ofGateway(casys);
    }

    ViewSettings views() {
        return new ViewReader(casys).read();
    }
}
