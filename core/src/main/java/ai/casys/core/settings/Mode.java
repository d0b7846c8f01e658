// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.util.Map;

/** Who may enter. */
public enum Mode {
    /** One user {@code local} in one tenant; loopback only. */
    LOCAL,
    /** Everyone signs in or brings an API key. */
    CLOUD;

    /** The variable whose presence makes the difference. */
    static final String VARIABLE = "GITHUB_CLIENT_ID";

    /** The one place that decides: {@link #CLOUD} exactly when {@code GITHUB_CLIENT_ID} is set and not blank. */
    public static Mode detect(Map<String, String> environment) {
        return environment.getOrDefault(VARIABLE, "").isBlank() ? LOCAL : CLOUD;
    }
}
