// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import java.util.Locale;

/** The families of systems that the embedded PostgreSQL has to be started differently on. */
enum OperatingSystem {
    LINUX,
    DARWIN,
    WINDOWS;

    /** The one this program runs on; an unknown one is treated like Linux. */
    static OperatingSystem current() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return WINDOWS;
        }
        return name.startsWith("mac") || name.startsWith("darwin") ? DARWIN : LINUX;
    }
}
