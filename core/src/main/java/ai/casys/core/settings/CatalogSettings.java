// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.util.Objects;

/**
 * What happens to a tool that is not what it was, or not what it should be.
 *
 * @param onChange when its definition is another one than the pinned one
 * @param onFlag when its definition holds something suspicious
 * @param onNew when a server that is known adds it
 */
public record CatalogSettings(Reaction onChange, Reaction onFlag, Reaction onNew) {

    /** Everything is offered; changes and suspicions are reported. */
    public static final CatalogSettings DEFAULTS = new CatalogSettings(Reaction.WARN, Reaction.WARN, Reaction.WARN);

    public CatalogSettings {
        Objects.requireNonNull(onChange, "onChange is null");
        Objects.requireNonNull(onFlag, "onFlag is null");
        Objects.requireNonNull(onNew, "onNew is null");
    }

    /** What can be done about a tool. */
    public enum Reaction {
        /** It stays; what is wrong is reported. */
        WARN,
        /** It is neither listed nor found nor called until somebody approves it. */
        QUARANTINE
    }
}
