// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.store;

import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.weights.Choice;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a search has shown, as the text it is stored as: a list of {@code [server, tool, right, [signals]]}. */
final class ChoiceText {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ChoiceText() {}

    static String of(Choice choice) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Choice.Shown shown : choice.shown()) {
            ArrayNode one = all.addArray();
            one.add(shown.tool().server()).add(shown.tool().tool()).add(shown.right());
            ArrayNode signals = one.addArray();
            shown.signals().forEach(signal -> signals.add(Math.round(signal * 1e5) / 1e5));
        }
        return MAPPER.writeValueAsString(all);
    }

    static List<Choice.Shown> shown(String text) {
        List<Choice.Shown> shown = new ArrayList<>();
        for (JsonNode one : MAPPER.readTree(text)) {
            List<Double> signals = new ArrayList<>();
            one.path(3).forEach(signal -> signals.add(signal.asDouble(0)));
            shown.add(new Choice.Shown(
                    new ToolKey(one.path(0).asString(""), one.path(1).asString("")),
                    signals,
                    one.path(2).asBoolean(false)));
        }
        return shown;
    }
}
