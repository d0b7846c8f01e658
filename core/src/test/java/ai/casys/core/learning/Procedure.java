// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.api.CallOutcome;
import ai.casys.core.api.FinishedCall;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.learning.capability.Capability;
import ai.casys.core.learning.graph.Decay;
import ai.casys.core.learning.runs.KeyedMarks;
import ai.casys.core.learning.runs.ValueMarks;
import ai.casys.core.learning.weights.SignalPlan;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A shop whose customers are found and whose orders are listed, again and again. */
final class Procedure {

    static final Decay DECAY = new Decay(Duration.ofDays(30));
    static final ValueMarks MARKS = KeyedMarks.ofThisProcess();
    static final CatalogTool FIND = tool("find_customer", """
            {"type":"object","properties":{"mail":{"type":"string","format":"email","description":"Whose."},
             "shop":{"type":"string"},"api_key":{"type":"string"}},"required":["mail"]}""", "{\"readOnlyHint\":true,\"openWorldHint\":false}");
    static final CatalogTool ORDERS = tool("list_orders", """
            {"type":"object","properties":{"customer":{"type":"string"},"shop":{"type":"string"},
             "limit":{"type":"integer"}},"required":["customer"]}""", "{\"readOnlyHint\":true,\"openWorldHint\":false}");
    static final CatalogTool CANCEL =
            tool("cancel_order", "{\"type\":\"object\",\"properties\":{\"order\":{\"type\":\"string\"}}}", "{}");
    static final CatalogSnapshot SHOP = shop();

    private Procedure() {}

    static CatalogTool tool(String name, String input, String annotations) {
        return CatalogTool.of(
                "server",
                Tool.parse(RawJson.parse("{\"name\":\"" + name + "\",\"inputSchema\":" + input
                        + ",\"outputSchema\":{\"type\":\"object\"},\"annotations\":" + annotations + "}")));
    }

    private static CatalogSnapshot shop() {
        Catalog catalog = new Catalog();
        catalog.replaceServerTools("server", List.of(FIND, ORDERS, CANCEL));
        return catalog.snapshot();
    }

    static TenantMemory memory(CatalogSnapshot catalog) {
        return memory(catalog, LearningLimits.DEFAULTS);
    }

    static TenantMemory memory(CatalogSnapshot catalog, LearningLimits limits) {
        LearnedState state = LearnedState.EMPTY;
        return new TenantMemory(
                state,
                DECAY,
                limits,
                IntentVectors.NONE,
                new Fingerprints(),
                new RunMemory(state, DECAY, limits, () -> catalog, MARKS));
    }

    static FinishedCall call(TenantId tenant, String run, CatalogTool tool, String sent, Instant at) {
        return Reports.call(tenant, run, tool.key().tool(), CallOutcome.SUCCEEDED, at)
                .with(RawJson.parse(sent), Optional.of(RawJson.parse("{\"content\":[]}")));
    }

    static FinishedCall find(TenantId tenant, String run, int customer, Instant at) {
        return Reports.call(tenant, run, "find_customer", CallOutcome.SUCCEEDED, at)
                .with(
                        RawJson.parse("{\"mail\":\"person" + customer
                                + "@shop.example\",\"shop\":\"north\",\"api_key\":\"hunter2hunter2\"}"),
                        Optional.of(
                                RawJson.parse("{\"content\":[],\"structuredContent\":{\"found\":[{\"id\":\"customer-"
                                        + customer + "\"}]}}")));
    }

    static FinishedCall orders(TenantId tenant, String run, int customer, CallOutcome outcome, Instant at) {
        FinishedCall call = Reports.call(tenant, run, "list_orders", outcome, at);
        return call.with(
                RawJson.parse("{\"customer\":\"customer-" + customer + "\",\"shop\":\"north\",\"limit\":10}"),
                outcome == CallOutcome.SUCCEEDED
                        ? Optional.of(RawJson.parse("{\"content\":[],\"structuredContent\":{\"orders\":[]}}"))
                        : Optional.empty());
    }

    /** Both calls, the second one with this outcome. */
    static List<FinishedCall> both(TenantId tenant, String run, int customer, CallOutcome outcome, Instant at) {
        return List.of(find(tenant, run, customer, at), orders(tenant, run, customer, outcome, at));
    }

    static void does(TenantMemory memory, String run, int customer, CallOutcome outcome) {
        both(TenantId.LOCAL, run, customer, outcome, Reports.NOON)
                .forEach(call -> memory.finished(call, call.outcome()));
        memory.restAll();
    }

    static void does(TenantMemory memory, FinishedCall... calls) {
        List.of(calls).forEach(call -> memory.finished(call, call.outcome()));
        memory.restAll();
    }

    static List<Capability> capabilities(TenantMemory memory) {
        return new ArrayList<>(
                memory.snapshot(Reports.NOON, Map.of(), SignalPlan.NONE).capabilities());
    }
}
