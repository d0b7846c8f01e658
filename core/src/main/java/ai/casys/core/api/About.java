// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api;

import java.net.URI;
import java.util.Objects;

/**
 * What the program says about itself to everyone who reaches it.
 *
 * @param license SPDX identifier
 * @param source where its source code is offered (AGPL section 13)
 */
public record About(String name, String version, String license, URI source) {
    public About {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(version, "version is null");
        Objects.requireNonNull(license, "license is null");
        Objects.requireNonNull(source, "source is null");
    }
}
