// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import java.util.Objects;

/**
 * One part of a score.
 *
 * @param name which: {@code words}, {@code server}, a model's name, or that of a {@link RankingSignal}
 * @param contribution what it adds; the contributions of a hit add up to its score
 */
public record Signal(String name, double contribution) {
    public Signal {
        Objects.requireNonNull(name, "name is null");
    }
}
