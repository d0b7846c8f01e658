// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.catalog.CatalogTool;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaFitTest {

    @Test
    void aValueOfTheSameNameAndTypeFits() {
        assertThat(fit("{\"properties\":{\"order_id\":{\"type\":\"string\"}}}", "orderId", "{\"type\":\"string\"}"))
                .containsExactly(new SchemaFit.Match(Optional.of("/order_id"), "orderId", 1.0));
    }

    @Test
    void theIdOfWhatAToolIsAboutFitsTheIdThatNamesIt() {
        SchemaFit.Match match = fit(
                        "{\"properties\":{\"id\":{\"type\":\"string\"}}}", "order_id", "{\"type\":\"string\"}")
                .getFirst();

        assertThat(match.pointer()).contains("/id");
        assertThat(match.score()).isGreaterThan(SchemaFit.RELIABLE);
    }

    @Test
    void otherTypesFormatsAndChoicesDoNotFit() {
        String output = "{\"properties\":{\"order_id\":{\"type\":\"string\",\"format\":\"uuid\"}}}";

        assertThat(fit(output, "order_id", "{\"type\":\"integer\"}")).isEmpty();
        assertThat(fit(output, "order_id", "{\"type\":\"string\",\"format\":\"uri\"}"))
                .isEmpty();
        assertThat(fit(output, "order_id", "{\"enum\":[\"a\"]}")).isEmpty();
    }

    @Test
    void aNameThatSaysNothingIsNoReasonToTakeAValue() {
        assertThat(fit("{\"properties\":{\"name\":{\"type\":\"string\"}}}", "name", "{\"type\":\"string\"}"))
                .allSatisfy(match -> assertThat(match.score()).isLessThan(SchemaFit.RELIABLE));
    }

    @Test
    void aToolThatDoesNotSayWhatItReturnsStillPrecedesOneThatNeedsWhatItFinds() {
        SchemaFit.Match match = SchemaFit.of(tool("{}", "x", "{}", false), tool("{}", "order_id", "{}", true))
                .getFirst();

        assertThat(match.pointer()).isEmpty();
        assertThat(match.score()).isLessThan(SchemaFit.RELIABLE);
    }

    private static List<SchemaFit.Match> fit(String output, String input, String schema) {
        return SchemaFit.of(tool(output, "x", "{}", true), tool("{}", input, schema, true));
    }

    private static CatalogTool tool(String output, String input, String schema, boolean says) {
        return CatalogTool.of(
                "shop",
                Tool.parse(
                        RawJson.parse("{\"name\":\"get_order\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\""
                                + input + "\":" + schema + "},\"required\":[\"" + input + "\"]}"
                                + (says ? ",\"outputSchema\":" + output : "") + "}")));
    }
}
