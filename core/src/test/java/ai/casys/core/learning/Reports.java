// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.api.CallOutcome;
import ai.casys.core.api.Caller;
import ai.casys.core.api.FinishedCall;
import ai.casys.core.api.FinishedSearch;
import ai.casys.core.api.ShownTool;
import ai.casys.core.api.ToolAddress;
import ai.casys.core.catalog.ToolKey;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.identity.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What happened, in short. */
final class Reports {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private Reports() {}

    static Caller caller(TenantId tenant) {
        return new Caller(tenant, UserId.LOCAL, Set.of("*"));
    }

    static ToolKey key(String tool) {
        return new ToolKey("server", tool);
    }

    static FinishedCall call(TenantId tenant, String run, String tool, CallOutcome outcome, Instant at) {
        return FinishedCall.of(
                caller(tenant), run, new ToolAddress("server", tool), outcome, Duration.ofMillis(20), at);
    }

    static FinishedCall success(String run, String tool) {
        return call(TenantId.LOCAL, run, tool, CallOutcome.SUCCEEDED, NOON);
    }

    static FinishedCall failure(String run, String tool) {
        return call(TenantId.LOCAL, run, tool, CallOutcome.FAILED, NOON);
    }

    static FinishedSearch search(TenantId tenant, String run, String intent, Instant at, String... shown) {
        return new FinishedSearch(
                caller(tenant),
                run,
                intent,
                Arrays.stream(shown)
                        .map(tool -> new ShownTool(new ToolAddress("server", tool), List.of()))
                        .toList(),
                Map.of(),
                at);
    }
}
