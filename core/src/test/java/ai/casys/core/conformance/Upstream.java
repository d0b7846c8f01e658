// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.conformance;

/** The fixture in the forms in which it stands behind the gateway. */
enum Upstream {
    MODERN_HTTP("modern", true),
    MODERN_STDIO("modern", false),
    LEGACY_HTTP("legacy", true),
    LEGACY_STDIO("legacy", false);

    private final String era;
    private final boolean http;

    Upstream(String era, boolean http) {
        this.era = era;
        this.http = http;
    }

    /** The only era it speaks, as the fixture calls it. */
    String era() {
        return era;
    }

    boolean http() {
        return http;
    }

    /** Its name in configurations, in the list of known failures and in tables. */
    String label() {
        return era + "-" + (http ? "http" : "stdio");
    }
}
