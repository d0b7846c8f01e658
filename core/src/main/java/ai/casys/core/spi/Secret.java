// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.spi;

import java.util.Objects;

/** A secret value. {@code toString} never shows it, so that it cannot slip into a log or an error. */
public record Secret(String value) {

    public Secret {
        Objects.requireNonNull(value, "value is null");
    }

    @Override
    public String toString() {
        return "Secret[...]";
    }
}
