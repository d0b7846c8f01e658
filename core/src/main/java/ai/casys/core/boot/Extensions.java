// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.spi.Extension;
import ai.casys.core.spi.ExtensionContext;
import ai.casys.core.spi.Migration;
import ai.casys.core.spi.Route;
import ai.casys.core.spi.SecretProvider;
import ai.casys.core.spi.SettingsSection;
import ai.casys.core.spi.TenantDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The extensions that are switched on: started in the order of their ids, stopped in reverse. Used by the thread that
 * starts and stops the program; the contributions it hands out may be used by any.
 */
public final class Extensions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Extensions.class);

    private final List<Extension> selected;
    private final List<Extension> started = new ArrayList<>();
    private final List<Route> routes = new ArrayList<>();
    private SecretProvider secrets = SecretProvider.NONE;

    Extensions(List<Extension> selected) {
        this.selected = List.copyOf(selected);
    }

    /**
     * A schema to bring up to date before the start.
     *
     * @param extension the id of the extension it belongs to
     * @param classLoader where the migration's location is found
     */
    public record OwnedMigration(String extension, Migration migration, ClassLoader classLoader) {}

    /**
     * The schemas of all extensions that are on, in the order of their ids.
     *
     * @throws CasysException (CONFIGURATION) when two extensions claim one schema
     */
    public List<OwnedMigration> migrations() {
        List<OwnedMigration> all = new ArrayList<>();
        Map<String, String> owners = new HashMap<>();
        for (Extension extension : selected) {
            for (Migration migration : extension.migrations()) {
                claim("the schema " + migration.schema(), owners, extension);
                all.add(new OwnedMigration(
                        extension.id(), migration, extension.getClass().getClassLoader()));
            }
        }
        return List.copyOf(all);
    }

    /**
     * Starts them all and takes their contributions. When one fails, those started before are stopped again.
     *
     * @param settings the values of each extension's section, by section and key
     * @throws CasysException when one fails, or (CONFIGURATION) when two contribute what there can be only one of
     */
    public void start(Map<String, Map<String, String>> settings, TenantDatabase database) {
        try {
            for (Extension extension : selected) {
                Map<String, String> own = extension
                        .settings()
                        .map(SettingsSection::name)
                        .map(name -> settings.getOrDefault(name, Map.of()))
                        .orElse(Map.of());
                startOne(extension, new ExtensionContext(own, database));
            }
            takeContributions();
        } catch (RuntimeException | LinkageError e) {
            close();
            throw e;
        }
    }

    /** Where tenants' secrets come from; {@link SecretProvider#NONE} when no extension that is on provides them. */
    public SecretProvider secrets() {
        return secrets;
    }

    /** The routes of all extensions that are on. */
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    /** The ids of the extensions that run, in the order of their start. */
    public List<String> running() {
        return started.stream().map(Extension::id).toList();
    }

    /** Stops them in reverse order of their start; a failure of one is logged and does not keep the next from it. Their contributions are gone. */
    @Override
    public void close() {
        routes.clear();
        secrets = SecretProvider.NONE;
        for (Extension extension : List.copyOf(started).reversed()) {
            started.remove(extension);
            try {
                extension.stop();
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("Extension {} failed to stop", extension.id(), e);
            }
        }
    }

    private void startOne(Extension extension, ExtensionContext context) {
        try {
            extension.start(context);
        } catch (CasysException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw new CasysException(
                    ErrorCategory.INTERNAL,
                    "The extension " + extension.id() + " failed to start; the log says why. Unset " + extension.flag()
                            + " to run without it.",
                    e);
        }
        started.add(extension);
        LOG.info("Extension {} started", extension.id());
    }

    private void takeContributions() {
        Map<String, String> owners = new HashMap<>();
        for (Extension extension : started) {
            Optional<SecretProvider> own = extension.secrets();
            if (own.isPresent()) {
                claim("the provision of secrets", owners, extension);
                secrets = own.get();
            }
            for (Route route : extension.routes()) {
                claim(
                        "the route " + route.method() + " " + route.path().replaceAll("\\{[^}]*}", "{}"),
                        owners,
                        extension);
                routes.add(route);
            }
        }
    }

    private static void claim(String what, Map<String, String> owners, Extension extension) {
        String earlier = owners.putIfAbsent(what, extension.id());
        if (earlier != null) {
            String who = earlier.equals(extension.id())
                    ? "The extension " + earlier + " claims " + what + " twice"
                    : "The extensions " + earlier + " and " + extension.id() + " both claim " + what;
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    who + ", which there can be only one of. Switch one of them off by unsetting " + extension.flag()
                            + ".");
        }
    }
}
