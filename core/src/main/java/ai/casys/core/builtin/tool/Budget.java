// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.tool;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Cancellation;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.time.Duration;

/**
 * The time and the permission to go on that one call has. Loops over input ask {@link #check()}, which is cheap enough
 * for every round. Used by one thread; the cancellation behind it may be fired by any.
 */
public final class Budget {

    private static final int ROUNDS_BETWEEN_LOOKS = 256;

    private final CallContext context;
    private int rounds;

    public Budget(CallContext context) {
        this.context = context;
    }

    /**
     * Goes on or gives up.
     *
     * @throws CasysException {@code CANCELLED} or {@code TIMEOUT}
     */
    public void check() {
        if (rounds++ % ROUNDS_BETWEEN_LOOKS == 0) {
            checkNow();
        }
    }

    /** As {@link #check()}, without saving the look at the clock. */
    public void checkNow() {
        if (context.cancellation().isCancelled()) {
            throw new CasysException(ErrorCategory.CANCELLED, "The call was withdrawn by its caller.");
        }
        if (context.remaining().isZero()) {
            throw new CasysException(
                    ErrorCategory.TIMEOUT,
                    "The built-in tool did not finish before the call's deadline; ask for less or allow more time.");
        }
    }

    /** Time left, never negative. */
    public Duration remaining() {
        return context.remaining();
    }

    /** The switch that withdraws the call. */
    public Cancellation cancellation() {
        return context.cancellation();
    }
}
