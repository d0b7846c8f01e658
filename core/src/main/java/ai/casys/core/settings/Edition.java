// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

/** What is installed. */
public enum Edition {
    /** The open core alone. */
    CORE,
    /** The open core and its extensions; they must be there, or the program refuses to start. */
    CLOUD
}
