// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes {@link Settings} of the command line, the environment, the configuration file and the defaults; the earlier of
 * these wins. Immutable: the environment is copied, so each {@link #load} depends on the file alone. Any thread.
 */
public final class SettingsLoader {

    private final Map<String, String> environment;
    private final EnvironmentSettings variables;
    private final Path userHome;
    private final Overrides overrides;
    private final Map<String, Set<String>> extensionKeys;

    private SettingsLoader(
            Map<String, String> environment,
            Path userHome,
            Overrides overrides,
            Map<String, Set<String>> extensionKeys) {
        this.environment = Map.copyOf(environment);
        this.variables = new EnvironmentSettings(environment);
        this.userHome = Objects.requireNonNull(userHome, "userHome is null")
                .toAbsolutePath()
                .normalize();
        this.overrides = Objects.requireNonNull(overrides, "overrides is null");
        this.extensionKeys = Map.copyOf(extensionKeys);
    }

    /**
     * A loader for this environment.
     *
     * @param userHome the user's home folder; {@code CASYS_HOME} defaults to {@code .casys} in it
     */
    public static SettingsLoader of(Map<String, String> environment, Path userHome, Overrides overrides) {
        return new SettingsLoader(environment, userHome, overrides, Map.of());
    }

    /** The same loader, which also lets these keys through in these further sections of {@code casys}. */
    public SettingsLoader withExtensionSections(Map<String, Set<String>> keysBySection) {
        return new SettingsLoader(environment, userHome, overrides, keysBySection);
    }

    /** {@code $CASYS_HOME}, absolute; the folder need not exist. */
    public Path home() {
        return variables
                .text(EnvironmentSettings.HOME)
                .map(text -> path(EnvironmentSettings.HOME, text))
                .orElseGet(() -> userHome.resolve(".casys"));
    }

    /** The file {@link #load} reads, absolute; the default one need not exist. */
    public Path configFile() {
        return explicitFile().orElseGet(() -> home().resolve("casys.json"));
    }

    /**
     * Reads the configuration anew.
     *
     * @throws CasysException (CONFIGURATION) when something is wrong with it that does not concern a single server only;
     *     the message names the place, the value, the rule and the remedy
     */
    public LoadedSettings load() {
        variables.refuseUnknown();
        Path home = home();
        Path file = configFile();
        ObjectNode content = content(file);
        Variables expansion = new Variables(environment, userHome.toString());
        Section casys = new Section("casys", casysOf(content, file), expansion);
        SectionReader reader = new SectionReader(casys, variables, overrides, home, file, userHome);
        HttpSettings http = reader.http();
        DatabaseSettings database = reader.database();
        SessionSettings sessions = reader.sessions();
        UpstreamSettings upstream = reader.upstream();
        BuiltinSettings builtin = reader.builtin();
        CatalogSettings catalog = reader.catalog();
        LearningSettings learning = reader.learning();
        SearchSettings search = reader.search();
        Exposure exposure = reader.exposure();
        ViewSettings views = reader.views();
        Map<String, Map<String, String>> extensionSettings = extensionSettings(casys);
        casys.finish();
        LoadedServers configured = new ServerEntries(
                        new ServerEntryReader(expansion, folderOf(file), userHome),
                        ServerNames.reserved(builtin.disabled()))
                .read(content);
        refusePlainWithSeveral(exposure, configured);
        refusePlainWithClients(exposure, views);
        LoadedServers servers = configured.withWarnings(ViewReader.warnings(views, names(configured, builtin)));
        Edition edition = overrides.edition().or(variables::edition).orElse(Edition.CORE);
        Settings settings = new Settings(
                home,
                file,
                Mode.detect(environment),
                edition,
                variables.flags(),
                http,
                database,
                new KeysetSettings(variables.text(EnvironmentSettings.KEYSET)),
                sessions,
                upstream,
                builtin,
                catalog,
                learning,
                search,
                exposure,
                views,
                servers.definitions());
        return new LoadedSettings(settings, servers, variables.production(), extensionSettings);
    }

    private static Path folderOf(Path file) {
        return Optional.ofNullable(file.getParent()).orElse(file);
    }

    private ObjectNode content(Path file) {
        if (Files.exists(file)) {
            return ConfigJson.parse(ConfigJson.readBytes(file), file);
        }
        if (explicitFile().isPresent()) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "The configuration file " + file + " does not exist; create it, correct the path, or leave out "
                            + (overrides.configFile().isPresent() ? "--config" : EnvironmentSettings.CONFIG) + ".");
        }
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode casysOf(ObjectNode content, Path file) {
        JsonNode casys = content.path("casys");
        if (casys instanceof ObjectNode object) {
            return object;
        }
        if (casys.isMissingNode() || casys.isNull()) {
            return content.objectNode();
        }
        throw new CasysException(
                ErrorCategory.CONFIGURATION,
                "casys in " + file + " is " + Section.kind(casys) + " but must be an object.");
    }

    private Map<String, Map<String, String>> extensionSettings(Section casys) {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        extensionKeys.forEach((name, keys) -> {
            Section section = casys.section(name);
            Map<String, String> values = new LinkedHashMap<>();
            for (String key : keys) {
                section.scalar(key).ifPresent(value -> values.put(key, value));
            }
            section.finish();
            all.put(name, values);
        });
        return all;
    }

    private static void refusePlainWithSeveral(Exposure exposure, LoadedServers servers) {
        int count = servers.definitions().size() + servers.problems().size();
        if (exposure instanceof Exposure.Plain && count != 1) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "casys.expose is \"plain\" but " + count + " servers are configured; \"plain\" needs exactly one."
                            + " Write \"meta\" or \"all\".");
        }
    }

    private static void refusePlainWithClients(Exposure exposure, ViewSettings views) {
        if (exposure instanceof Exposure.Plain && !views.clients().isEmpty()) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "casys.clients cannot be set where casys.expose is \"plain\", which shows one server as it is to"
                            + " everybody. Remove casys.clients, or write \"meta\" or \"all\".");
        }
    }

    private static Set<String> names(LoadedServers servers, BuiltinSettings builtin) {
        Set<String> names = new HashSet<>(ServerNames.BUILTIN);
        names.removeAll(builtin.disabled());
        names.addAll(servers.definitions().keySet());
        servers.problems().forEach(problem -> names.add(problem.name()));
        return names;
    }

    private Optional<Path> explicitFile() {
        return overrides
                .configFile()
                .map(path -> path.toAbsolutePath().normalize())
                .or(() ->
                        variables.text(EnvironmentSettings.CONFIG).map(text -> path(EnvironmentSettings.CONFIG, text)));
    }

    private Path path(String variable, String text) {
        try {
            return Paths.resolve(userHome, Path.of(""), text);
        } catch (InvalidPathException e) {
            throw EnvironmentSettings.wrong(variable, text, "must be a path");
        }
    }
}
