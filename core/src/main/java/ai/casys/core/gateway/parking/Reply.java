// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway.parking;

import ai.casys.shared.jsonrpc.RawJson;
import java.util.Objects;

/** What came of a round of questions, for the server that asked. */
public sealed interface Reply {

    /** The client's answers as it sent them. */
    record Given(RawJson answers) implements Reply {
        public Given {
            Objects.requireNonNull(answers, "answers is null");
        }
    }

    /** There will be no answers. */
    record Withdrawn(Reason reason) implements Reply {
        public Withdrawn {
            Objects.requireNonNull(reason, "reason is null");
        }
    }

    /** Why there are no answers. */
    enum Reason {
        /** The client did not come back in time. */
        EXPIRED,
        /** The call was given up, here or by others who took this process for dead; so the client is told. */
        LOST,
        /** The call has ended otherwise. */
        CLOSED
    }
}
