// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.Caller;
import ai.casys.core.api.workflow.Argument;
import ai.casys.core.api.workflow.Step;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class PlannerTest {

    private static final Caller ANN = Caller.LOCAL;

    private final Catalog catalog = new Catalog();
    private final ToolSearch search = ToolSearch.over(catalog);

    @BeforeEach
    void fill() throws InterruptedException {
        catalog.replaceServer(
                "crm",
                List.of(
                        tool(
                                "find_customer",
                                "Find a customer by e-mail address",
                                "email:string",
                                "customer_id:string,city:string"),
                        tool("list_orders", "List the orders of a customer", "customer_id:string", "order_id:string"),
                        tool("delete_customer", "Erase a customer for good", "customer_id:string", "")));
        catalog.replaceServer(
                "weather",
                List.of(tool(
                        "get_forecast", "Weather forecast of a city", "city:string,days:integer", "summary:string")));
        catalog.replaceServer("audit", List.of(tool("check_permission", "Checks rights", "subject:string", "")));
        assertThat(search.awaitIndexed(catalog.snapshot().revision(), Duration.ofSeconds(30)))
                .isTrue();
    }

    @AfterEach
    void close() {
        search.close();
    }

    @Test
    void whatOneToolReturnsFlowsToTheOneThatRequiresIt() {
        Plan plan = plan("find the customer with e-mail ann@a.example and list the orders", RunHistory.NONE);

        assertThat(plan.workflow().steps())
                .extracting(Step::tool)
                .containsExactly("crm__find_customer", "crm__list_orders");
        assertThat(plan.workflow().steps().getFirst().arguments())
                .containsEntry("email", new Argument.Literal("\"ann@a.example\""));
        assertThat(plan.workflow().steps().getLast().arguments())
                .containsEntry("customer_id", new Argument.FromStep("s1", "/customer_id"));
        assertThat(plan.needs()).isEmpty();
        assertThat(plan.edges().getFirst().evidence())
                .contains(PlannedEdge.Evidence.SCHEMA, PlannedEdge.Evidence.MENTION);
    }

    @Test
    void whatCannotBeFilledWithoutDoubtIsNeededAndSaysWhatItMayBe() {
        Plan plan = plan("weather forecast of the city for 3 or 5 days", RunHistory.NONE);

        Step step = plan.workflow().steps().getFirst();
        assertThat(step.tool()).isEqualTo("weather__get_forecast");
        assertThat(step.arguments()).isEmpty();
        assertThat(plan.needs()).extracting(Need::argument).containsExactly("city", "days");
        assertThat(plan.needs().getLast().candidates()).containsExactly("3", "5");
    }

    @Test
    void aToolThatAlwaysCameFirstJoinsThePlanThoughTheIntentDoesNotNameIt() {
        ObservedRun run = new ObservedRun(
                "erase the customer",
                List.of("audit__check_permission", "crm__delete_customer"),
                Set.of(new Edge("audit__check_permission", "crm__delete_customer")),
                1);

        Plan plan = plan("erase a customer for good", _ -> new RunHistory.Lessons(1, List.of(run, run, run)));

        assertThat(plan.workflow().steps())
                .extracting(Step::tool)
                .containsSubsequence("audit__check_permission", "crm__delete_customer");
        assertThat(plan.edges().getFirst().evidence()).contains(PlannedEdge.Evidence.SEEN);
    }

    @Test
    void toolsThatTheCallerMayNotSeeLeaveNoTrace() {
        ObservedRun run = new ObservedRun(
                "erase the customer",
                List.of("audit__check_permission", "crm__delete_customer"),
                Set.of(new Edge("audit__check_permission", "crm__delete_customer")),
                1);
        Planner planner = new Planner(search, _ -> new RunHistory.Lessons(1, List.of(run, run, run)));

        Plan plan = planner.plan(
                "erase a customer for good", ANN, tool -> !tool.key().server().equals("audit"));

        assertThat(PlanJson.of(plan).toString()).doesNotContain("audit").contains("crm__delete_customer");
    }

    @Test
    void anIntentThatNoToolServesGivesAPlanWithoutSteps() {
        assertThat(plan("xyzzy", RunHistory.NONE).workflow().steps()).isEmpty();
    }

    @Test
    void thePlanInJsonNamesWhereEachValueComesFrom() {
        Plan plan = plan("find the customer with e-mail ann@a.example and list the orders", RunHistory.NONE);

        assertThat(PlanJson.of(plan).at("/workflow/steps/1").toString())
                .isEqualTo("{\"id\":\"s2\",\"tool\":\"crm__list_orders\",\"arguments\":{\"customer_id\":"
                        + "{\"$step\":\"s1\",\"path\":\"/customer_id\"}},\"after\":[\"s1\"]}");
    }

    private Plan plan(String intent, RunHistory history) {
        return new Planner(search, history).plan(intent, ANN, _ -> true);
    }

    private static Tool tool(String name, String description, String inputs, String outputs) {
        ObjectNode definition = JsonNodeFactory.instance.objectNode();
        definition.put("name", name);
        definition.put("description", description);
        definition.set("inputSchema", schema(inputs));
        definition.set("outputSchema", schema(outputs));
        return Tool.parse(RawJson.of(definition));
    }

    /** @param fields {@code name:type}, separated by commas; all of them required */
    private static ObjectNode schema(String fields) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (String field : fields.isEmpty() ? new String[0] : fields.split(",")) {
            String[] parts = field.split(":");
            properties.putObject(parts[0]).put("type", parts[1]);
            required.add(parts[0]);
        }
        return schema;
    }
}
