// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.api.CallOutcome;
import ai.casys.core.api.FinishedCall;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawMember;
import java.util.Optional;

/** How a call ended, with its result read. */
final class Outcomes {

    private Outcomes() {}

    /** Empty if it has not ended: the server asks something back, or goes on with it as a task. */
    static Optional<CallOutcome> of(FinishedCall call) {
        if (call.outcome() != CallOutcome.SUCCEEDED || call.result().isEmpty()) {
            return Optional.of(call.outcome());
        }
        RawJson result = call.result().get();
        if (!result.isObject()) {
            return Optional.of(CallOutcome.FAILED);
        }
        Optional<String> type = text(result, "resultType");
        if (type.isPresent() && !type.get().equals("complete")) {
            return Optional.empty();
        }
        if (RawMember.find(result, "task").value().isPresent()
                && RawMember.find(result, "content").value().isEmpty()) {
            return Optional.empty();
        }
        boolean error = text(result, "isError").filter("true"::equals).isPresent();
        return Optional.of(error ? CallOutcome.FAILED : CallOutcome.SUCCEEDED);
    }

    private static Optional<String> text(RawJson result, String name) {
        return RawMember.find(result, name).value().map(value -> value.tree().asString(""));
    }
}
