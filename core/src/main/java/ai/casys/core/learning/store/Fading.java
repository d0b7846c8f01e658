// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.store;

import ai.casys.core.learning.graph.Decay;
import java.time.OffsetDateTime;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** The fading of counts, in SQL. What is older than sixty half-lives counts as if it were not: less would underflow. */
final class Fading {

    private static final String LEFT =
            "power(0.5::float8, least(60, greatest(0, extract(epoch FROM {0} - {1})::float8 / {2})))";

    private final Field<Double> seconds;

    Fading(Decay decay) {
        seconds = DSL.inline(decay.halfLife().toMillis() / 1000.0);
    }

    /** What is left at {@code now} of 1 counted {@code then}; 1 if that is not in the past. */
    Field<Double> left(Field<OffsetDateTime> then, Field<OffsetDateTime> now) {
        return DSL.field(LEFT, Double.class, now, then, seconds);
    }

    /** A stored count and one that comes on top, as of the later of both instants. */
    Field<Double> sum(Field<Double> count, Field<OffsetDateTime> at) {
        Field<OffsetDateTime> freshAt = DSL.excluded(at);
        return count.times(left(at, freshAt)).plus(DSL.excluded(count).times(left(freshAt, at)));
    }
}
