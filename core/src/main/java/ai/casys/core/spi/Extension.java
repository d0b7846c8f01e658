// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.spi;

import java.util.List;
import java.util.Optional;

/**
 * A feature that is not part of the core, found by {@link java.util.ServiceLoader} where users sign in. It starts only
 * when its flag is on.
 *
 * <p>The order is: constructor, {@link #settings} and {@link #migrations} (which do no work and may be asked although
 * the feature stays off), the migrations run, {@link #start}, then the contributions once each, at last {@link #stop}.
 * All of this happens on one thread; what an extension contributes is called by many.
 */
public interface Extension {

    /** The feature's name, {@code [a-z][a-z0-9-]{0,31}}, unique among the installed extensions. */
    String id();

    /** The flag that switches the feature on, named as in the environment. */
    String flag();

    /** The feature's own section of the {@code casys} settings, if it has one. */
    default Optional<SettingsSection> settings() {
        return Optional.empty();
    }

    /** The database schemas the feature keeps its data in; they are up to date when {@link #start} is called. */
    default List<Migration> migrations() {
        return List.of();
    }

    /**
     * Starts the feature. An exception refuses the start of the whole program; those started before are stopped again,
     * this one is not.
     */
    void start(ExtensionContext context);

    /** The place secrets come from. Only one extension may have one. */
    default Optional<SecretProvider> secrets() {
        return Optional.empty();
    }

    /** The HTTP routes of the feature. */
    default List<Route> routes() {
        return List.of();
    }

    /** Ends what {@link #start} began. Called at most once, in reverse order of the starts. */
    default void stop() {}
}
