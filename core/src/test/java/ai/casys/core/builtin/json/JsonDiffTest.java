// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.json;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.Json;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class JsonDiffTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Test
    void applyingTheChangesTurnsLeftIntoRight() {
        Random random = new Random(11);
        for (int i = 0; i < 5_000; i++) {
            JsonNode left = node(random, 0);
            JsonNode right = random.nextBoolean() ? node(random, 0) : mutated(left, random);
            JsonDiff diff = diff(left, right);
            assertThat(JsonComparison.equal(patched(left, diff.changes()), right))
                    .as("%s → %s by %s", left, right, diff.changes())
                    .isTrue();
            assertThat(diff.changes().isEmpty()).isEqualTo(JsonComparison.equal(left, right));
        }
    }

    @Test
    void anElementTakenOutOfTheMiddleIsOneChange() {
        JsonDiff diff = diff(Json.parse("[1,2,3,4]", "left"), Json.parse("[1,3,4]", "right"));
        assertThat(diff.changes().toString()).isEqualTo("[{\"op\":\"remove\",\"path\":\"/1\",\"old\":2}]");
        assertThat(diff(Json.parse("1.0", "left"), Json.parse("1", "right")).changes())
                .isEmpty();
    }

    private static JsonDiff diff(JsonNode left, JsonNode right) {
        JsonDiff diff = new JsonDiff(10_000, new Budget(CallContext.of(Caller.LOCAL, Duration.ofSeconds(20))));
        assertThat(diff.compare(left, right)).isTrue();
        return diff;
    }

    private static JsonNode patched(JsonNode document, ArrayNode changes) {
        ObjectNode holder = NODES.objectNode();
        holder.set("", document.deepCopy());
        for (JsonNode change : changes) {
            JsonPointer pointer = JsonPointer.compile("/" + change.get("path").asString());
            JsonNode parent = holder.at(pointer.head());
            String name = pointer.last().getMatchingProperty();
            boolean remove = change.get("op").asString().equals("remove");
            boolean add = change.get("op").asString().equals("add");
            if (parent instanceof ObjectNode object) {
                if (remove) {
                    object.remove(name);
                } else {
                    object.set(name, change.get("value"));
                }
            } else if (parent instanceof ArrayNode array) {
                int index = Integer.parseInt(name);
                if (remove) {
                    array.remove(index);
                } else if (add) {
                    array.insert(index, change.get("value"));
                } else {
                    array.set(index, change.get("value"));
                }
            }
        }
        return holder.get("");
    }

    private static JsonNode node(Random random, int depth) {
        return switch (random.nextInt(depth > 3 ? 3 : 6)) {
            case 0 -> NODES.numberNode(random.nextInt(4));
            case 1 -> NODES.stringNode("a/~".substring(0, random.nextInt(4)));
            case 2 -> NODES.nullNode();
            case 3, 4 -> {
                ArrayNode array = NODES.arrayNode();
                for (int i = random.nextInt(5); i > 0; i--) {
                    array.add(node(random, depth + 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = NODES.objectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set("k~/".substring(0, random.nextInt(4)), node(random, depth + 1));
                }
                yield object;
            }
        };
    }

    private static JsonNode mutated(JsonNode node, Random random) {
        JsonNode copy = node.deepCopy();
        if (copy instanceof ArrayNode array && !array.isEmpty()) {
            int at = random.nextInt(array.size());
            if (random.nextBoolean()) {
                array.remove(at);
            } else {
                array.insert(at, node(random, 3));
            }
        } else if (copy instanceof ObjectNode object) {
            object.set("new", node(random, 3));
        }
        return copy;
    }
}
