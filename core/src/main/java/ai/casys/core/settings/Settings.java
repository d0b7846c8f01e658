// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Everything that can be configured, read once at start.
 *
 * @param home {@code $CASYS_HOME}, absolute
 * @param configFile the file with {@code mcpServers}, absolute; need not exist
 * @param servers the servers behind the gateway by name, in no particular order
 */
public record Settings(
        Path home,
        Path configFile,
        Mode mode,
        Edition edition,
        Set<FeatureFlag> flags,
        HttpSettings http,
        DatabaseSettings database,
        KeysetSettings keyset,
        SessionSettings sessions,
        UpstreamSettings upstream,
        BuiltinSettings builtin,
        CatalogSettings catalog,
        LearningSettings learning,
        SearchSettings search,
        Exposure exposure,
        ViewSettings views,
        Map<String, ServerDefinition> servers) {

    public Settings {
        Objects.requireNonNull(home, "home is null");
        Objects.requireNonNull(configFile, "configFile is null");
        Objects.requireNonNull(mode, "mode is null");
        Objects.requireNonNull(edition, "edition is null");
        flags = Set.copyOf(flags);
        Objects.requireNonNull(http, "http is null");
        Objects.requireNonNull(database, "database is null");
        Objects.requireNonNull(keyset, "keyset is null");
        Objects.requireNonNull(sessions, "sessions is null");
        Objects.requireNonNull(upstream, "upstream is null");
        Objects.requireNonNull(builtin, "builtin is null");
        Objects.requireNonNull(catalog, "catalog is null");
        Objects.requireNonNull(learning, "learning is null");
        Objects.requireNonNull(search, "search is null");
        Objects.requireNonNull(exposure, "exposure is null");
        Objects.requireNonNull(views, "views is null");
        servers = Map.copyOf(servers);
    }
}
