// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.CallOutcome;
import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.FinishedCall;
import ai.casys.core.api.FinishedSearch;
import ai.casys.core.api.RunListener;
import ai.casys.core.api.ToolAddress;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolCallerTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final RawJson RESULT = RawJson.parse("{\"content\":[]}");
    private static final RawJson ARGUMENTS = RawJson.parse("{\"path\":\"a\"}");

    private final List<FinishedCall> reported = new ArrayList<>();

    private ToolCaller caller(Callee callee) {
        Catalog catalog = new Catalog();
        RawJson definition = RawJson.parse("{\"name\":\"read\",\"inputSchema\":{\"type\":\"object\"}}");
        catalog.replaceServerTools("files", List.of(CatalogTool.of("files", Tool.parse(definition))));
        RunListener runs = new RunListener() {
            @Override
            public void searched(FinishedSearch search) {}

            @Override
            public void finished(FinishedCall call) {
                reported.add(call);
            }
        };
        return new ToolCaller(catalog::snapshot, _ -> callee, runs, InstantSource.fixed(NOON));
    }

    private static CallContext context() {
        return CallContext.of(Caller.LOCAL, Duration.ofMinutes(1));
    }

    @Test
    void aCallThatIsOverIsReportedWithWhatWentInAndWhatCameOut() {
        ToolCaller caller = caller((_, _, _, _) -> RESULT);

        assertThat(caller.call("files__read", ARGUMENTS, context())).isSameAs(RESULT);

        assertThat(reported).singleElement().satisfies(call -> {
            assertThat(call.tool()).isEqualTo(new ToolAddress("files", "read"));
            assertThat(call.outcome()).isEqualTo(CallOutcome.SUCCEEDED);
            assertThat(call.arguments()).containsSame(ARGUMENTS);
            assertThat(call.result()).containsSame(RESULT);
            assertThat(call.at()).isEqualTo(NOON);
            assertThat(call.run()).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "UPSTREAM_FAILED, FAILED",
        "TIMEOUT, FAILED",
        "INVALID_INPUT, FAILED",
        "CANCELLED, CANCELLED",
        "NOT_PERMITTED, REFUSED",
        "OVERLOADED, REFUSED"
    })
    void aCallThatThrewIsReportedByWhatItThrew(ErrorCategory category, CallOutcome outcome) {
        ToolCaller caller = caller((_, _, _, _) -> {
            throw new CasysException(category, "no");
        });

        assertThatThrownBy(() -> caller.call("files__read", ARGUMENTS, context()))
                .isInstanceOf(CasysException.class);

        assertThat(reported).extracting(FinishedCall::outcome).containsExactly(outcome);
    }

    @Test
    void whatNeverReachedAToolSaysNothingOfIt() {
        ToolCaller caller = caller((_, _, _, _) -> RESULT);
        CallContext late = CallContext.of(Caller.LOCAL, Duration.ofSeconds(-1));

        assertThatThrownBy(() -> caller.call("files__write", ARGUMENTS, context()))
                .isInstanceOf(CasysException.class);
        assertThatThrownBy(() -> caller.call("files__read", ARGUMENTS, late)).isInstanceOf(CasysException.class);

        assertThat(reported).isEmpty();
    }
}
