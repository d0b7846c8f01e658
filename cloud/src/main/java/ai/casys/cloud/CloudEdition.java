// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.cloud;

import ai.casys.core.spi.InstalledEdition;

/** Tells the core that this jar is there, so that an image which has lost it refuses to start. */
public final class CloudEdition implements InstalledEdition {

    /** For {@link java.util.ServiceLoader}. */
    public CloudEdition() {}

    @Override
    public String name() {
        return "cloud";
    }
}
