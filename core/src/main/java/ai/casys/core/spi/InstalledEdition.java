// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.spi;

/**
 * Says that an edition is installed; an edition's jar provides one through {@link java.util.ServiceLoader}. It
 * contributes nothing, it only makes sure that a lost jar is noticed at start.
 */
public interface InstalledEdition {

    /** The edition's name, as {@code CASYS_EDITION} and {@code --edition} write it. */
    String name();
}
