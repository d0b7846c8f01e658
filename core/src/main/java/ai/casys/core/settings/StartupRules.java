// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The combinations of settings that would let strangers in, or that cannot do what they promise. */
public final class StartupRules {

    private StartupRules() {}

    /**
     * Refuses to start a gateway with such settings.
     *
     * @throws CasysException (CONFIGURATION, exit code 78) that says what to set
     */
    public static void check(LoadedSettings loaded) {
        Settings settings = loaded.settings();
        switch (settings.mode()) {
            case LOCAL -> checkLocal(settings, loaded.production());
            case CLOUD -> {}
        }
    }

    private static void checkLocal(Settings settings, boolean production) {
        if (production) {
            throw refused("CASYS_ENV is production but GITHUB_CLIENT_ID is not set, so everyone would be let in as the"
                    + " local user. Set GITHUB_CLIENT_ID to have users sign in, or unset CASYS_ENV.");
        }
        String host = settings.http().host();
        if (!Addresses.isLoopback(host)) {
            throw refused("The gateway is to listen on " + host + " but GITHUB_CLIENT_ID is not set, so everyone who"
                    + " reaches that address would be let in as the local user. Listen on 127.0.0.1 (--host, CASYS_HOST"
                    + " or casys.http.host), or set GITHUB_CLIENT_ID to have users sign in.");
        }
        if (!settings.flags().isEmpty()) {
            String flags = new TreeSet<>(settings.flags())
                    .stream().map(FeatureFlag::name).collect(Collectors.joining(", "));
            throw refused(flags + " is on but GITHUB_CLIENT_ID is not set; extensions run only where users sign in."
                    + " Set GITHUB_CLIENT_ID, or unset " + flags + ".");
        }
        if (settings.edition() == Edition.CLOUD) {
            throw refused(
                    "The edition is cloud (CASYS_EDITION or --edition) but GITHUB_CLIENT_ID is not set; extensions"
                            + " run only where users sign in. Set GITHUB_CLIENT_ID, or choose the edition core.");
        }
    }

    private static CasysException refused(String message) {
        return new CasysException(ErrorCategory.CONFIGURATION, message);
    }
}
