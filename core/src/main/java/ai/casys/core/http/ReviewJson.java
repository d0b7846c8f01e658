// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.catalog.WithholdingReason;
import ai.casys.core.catalog.safety.DefinitionChange;
import ai.casys.core.catalog.safety.DefinitionDiff;
import ai.casys.core.catalog.safety.ToolStanding;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reviews of tools as JSON. */
final class ReviewJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ReviewJson() {}

    static ObjectNode standing(ToolStanding standing) {
        ObjectNode node = JSON.objectNode();
        node.put("changed", standing.changed());
        node.put("approved", standing.isApproved());
        node.set("withheld", reasons(standing.withheld()));
        node.set("doubts", reasons(standing.doubts()));
        standing.pin().ifPresent(pin -> {
            ObjectNode pinned = node.putObject("pin")
                    .put("hash", pin.hash())
                    .put("first_seen", pin.firstSeen().toString());
            pin.approval()
                    .ifPresent(approval ->
                            pinned.put("approved_at", approval.at().toString()).put("approved_by", approval.by()));
        });
        ArrayNode findings = node.putArray("findings");
        standing.findings()
                .forEach(finding -> findings.addObject()
                        .put("kind", finding.kind().wireName())
                        .put("meaning", finding.kind().meaning())
                        .put("path", finding.path())
                        .put("excerpt", finding.excerpt()));
        return node;
    }

    static ArrayNode reasons(Set<WithholdingReason> reasons) {
        ArrayNode array = JSON.arrayNode();
        reasons.stream().sorted().map(WithholdingReason::wireName).forEach(array::add);
        return array;
    }

    static void diff(ObjectNode answer, DefinitionDiff diff) {
        ArrayNode changes = answer.putArray("changes");
        diff.changes().forEach(change -> changes.add(change(change)));
        answer.put("text", diff.text());
    }

    private static ObjectNode change(DefinitionChange change) {
        ObjectNode node = JSON.objectNode();
        return switch (change) {
            case DefinitionChange.Added(String path, var value) ->
                node.put("op", "added").put("path", path).set("after", value);
            case DefinitionChange.Removed(String path, var value) ->
                node.put("op", "removed").put("path", path).set("before", value);
            case DefinitionChange.Changed(String path, var before, var after) ->
                node.put("op", "changed")
                        .put("path", path)
                        .set("before", before)
                        .set("after", after);
        };
    }
}
