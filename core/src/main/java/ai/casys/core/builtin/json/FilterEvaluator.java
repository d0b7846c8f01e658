// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.json;

import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.LinearPattern;
import ai.casys.core.builtin.tool.ToolFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.LongNode;

/** Decides whether a filter expression holds for a node (RFC 9535, sections 2.3.5 and 2.4). Used by one thread. */
final class FilterEvaluator {

    private static final int MAX_PATTERNS = 1_000;

    private final PathEvaluator paths;
    private final Budget budget;
    private final Map<String, Optional<LinearPattern>> patterns = new HashMap<>();

    FilterEvaluator(PathEvaluator paths, Budget budget) {
        this.paths = paths;
        this.budget = budget;
    }

    boolean holds(Condition condition, JsonNode current) {
        return switch (condition) {
            case Condition.Or or -> or.parts().stream().anyMatch(part -> holds(part, current));
            case Condition.And and -> and.parts().stream().allMatch(part -> holds(part, current));
            case Condition.Not not -> !holds(not.inner(), current);
            case Condition.Exists exists -> !paths.find(exists.query(), current).isEmpty();
            case Condition.Call call -> matches(call.function(), current);
            case Condition.Comparison comparison ->
                compare(value(comparison.left(), current), comparison.operator(), value(comparison.right(), current));
        };
    }

    /** The value of an operand; empty is "Nothing". */
    private Optional<JsonNode> value(Operand operand, JsonNode current) {
        return switch (operand) {
            case Operand.Literal literal -> Optional.of(literal.value());
            case Operand.Nodes nodes ->
                paths.find(nodes.query(), current).stream().findFirst().map(FoundNode::value);
            case Operand.Function function ->
                switch (function.name()) {
                    case LENGTH ->
                        value(function.arguments().getFirst(), current).flatMap(FilterEvaluator::length);
                    case COUNT ->
                        Optional.of(LongNode.valueOf(nodes(function, current).size()));
                    case VALUE -> {
                        List<FoundNode> nodes = nodes(function, current);
                        yield nodes.size() == 1 ? Optional.of(nodes.getFirst().value()) : Optional.empty();
                    }
                    case MATCH, SEARCH -> throw new IllegalStateException("the parser lets no truth value be compared");
                };
        };
    }

    private List<FoundNode> nodes(Operand.Function function, JsonNode current) {
        if (function.arguments().getFirst() instanceof Operand.Nodes nodes) {
            return paths.find(nodes.query(), current);
        }
        throw new IllegalStateException("the parser gives this function a query");
    }

    /** Characters of a string count as Unicode scalar values. */
    private static Optional<JsonNode> length(JsonNode node) {
        if (node.isString()) {
            String text = node.asString();
            return Optional.of(LongNode.valueOf(text.codePointCount(0, text.length())));
        }
        return node.isContainer() ? Optional.of(LongNode.valueOf(node.size())) : Optional.empty();
    }

    private boolean matches(Operand.Function function, JsonNode current) {
        Optional<JsonNode> subject = value(function.arguments().get(0), current).filter(JsonNode::isString);
        Optional<JsonNode> expression =
                value(function.arguments().get(1), current).filter(JsonNode::isString);
        if (subject.isEmpty() || expression.isEmpty()) {
            return false;
        }
        Optional<LinearPattern> pattern = pattern(expression.get().asString());
        if (pattern.isEmpty()) {
            return false;
        }
        var matcher = pattern.get().matcher(subject.get().asString(), budget);
        return function.name() == Operand.FunctionName.MATCH ? matcher.matches() : matcher.find();
    }

    /** An expression that is no I-Regexp makes the function answer false (section 2.4.6). */
    private Optional<LinearPattern> pattern(String expression) {
        if (patterns.size() >= MAX_PATTERNS && !patterns.containsKey(expression)) {
            throw new ToolFailure("The filter uses more than " + MAX_PATTERNS
                    + " different regular expressions from the document; use a fixed one.");
        }
        return patterns.computeIfAbsent(expression, InteroperableRegex::compile);
    }

    private static boolean compare(Optional<JsonNode> left, Condition.Operator operator, Optional<JsonNode> right) {
        return switch (operator) {
            case EQUAL -> JsonComparison.equal(left, right);
            case NOT_EQUAL -> !JsonComparison.equal(left, right);
            case LESS -> JsonComparison.less(left, right);
            case GREATER -> JsonComparison.less(right, left);
            case LESS_OR_EQUAL -> JsonComparison.less(left, right) || JsonComparison.equal(left, right);
            case GREATER_OR_EQUAL -> JsonComparison.less(right, left) || JsonComparison.equal(left, right);
        };
    }
}
