// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway.parking;

import ai.casys.shared.jsonrpc.RawJson;
import java.util.Objects;
import java.util.UUID;

/** How a call stands towards its client. */
public sealed interface Outcome {

    /**
     * The server asks.
     *
     * @param round 1 for the first questions of a call; the answers have to name it
     */
    record Asked(int round, RawJson questions) implements Outcome {
        public Asked {
            Objects.requireNonNull(questions, "questions is null");
        }
    }

    /** The call is over with this result. */
    record Done(RawJson result) implements Outcome {
        public Done {
            Objects.requireNonNull(result, "result is null");
        }
    }

    /** The call is over with this error object. */
    record Failed(RawJson error) implements Outcome {
        public Failed {
            Objects.requireNonNull(error, "error is null");
        }
    }

    /**
     * The process that held the call is gone, or gave the call up. What the server did is not known, and the call must
     * not be sent again.
     *
     * @param node the process that held it
     */
    record Lost(UUID node) implements Outcome {
        public Lost {
            Objects.requireNonNull(node, "node is null");
        }
    }

    /** There is no such call, not any more, or not of this caller; which of these is not told. */
    record Gone() implements Outcome {}

    /** The call stands as it did; what was brought does not fit it. */
    record Refused(Misfit misfit) implements Outcome {
        public Refused {
            Objects.requireNonNull(misfit, "misfit is null");
        }
    }

    /** The time to wait is over and nothing has come yet; the same retry may come again. */
    record Working() implements Outcome {}

    /** Why answers were refused. */
    enum Misfit {
        /** The round was answered before, with other answers. */
        ANSWERED_DIFFERENTLY,
        /** The round is long over, or has never been asked. */
        WRONG_ROUND,
        /** The answers are larger than {@link ParkingLimits#answerBytes}. */
        TOO_LARGE
    }
}
