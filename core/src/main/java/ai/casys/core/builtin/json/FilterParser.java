// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.json;

import ai.casys.core.builtin.tool.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/** Reads filter expressions and checks that they are well-typed (RFC 9535, sections 2.3.5 and 2.4.3). */
final class FilterParser {

    private final PathText text;
    private final PathParser paths;

    FilterParser(PathText text, PathParser paths) {
        this.text = text;
        this.paths = paths;
    }

    /** {@code logical-expr}; blanks behind it are left unread. */
    Condition condition() {
        paths.enter();
        List<Condition> parts = new ArrayList<>(List.of(conjunction()));
        while (takeAfterBlanks("||")) {
            parts.add(conjunction());
        }
        paths.leave();
        return parts.size() == 1 ? parts.getFirst() : new Condition.Or(parts);
    }

    private Condition conjunction() {
        List<Condition> parts = new ArrayList<>(List.of(basic()));
        while (takeAfterBlanks("&&")) {
            parts.add(basic());
        }
        return parts.size() == 1 ? parts.getFirst() : new Condition.And(parts);
    }

    private boolean takeAfterBlanks(String operator) {
        int before = text.position();
        text.skipBlanks();
        if (text.take(operator)) {
            text.skipBlanks();
            return true;
        }
        text.back(before);
        return false;
    }

    private Condition basic() {
        if (text.take("!")) {
            text.skipBlanks();
            return new Condition.Not(text.peek() == '(' ? parenthesised() : test(operand()));
        }
        if (text.peek() == '(') {
            return parenthesised();
        }
        Operand left = operand();
        int before = text.position();
        text.skipBlanks();
        for (Condition.Operator operator : Condition.Operator.values()) {
            if (text.take(operator.sign())) {
                text.skipBlanks();
                return new Condition.Comparison(comparable(left), operator, comparable(operand()));
            }
        }
        text.back(before);
        return test(left);
    }

    private Condition parenthesised() {
        text.expect("(");
        text.skipBlanks();
        Condition inner = condition();
        text.skipBlanks();
        text.expect(")");
        return inner;
    }

    private Condition test(Operand operand) {
        return switch (operand) {
            case Operand.Nodes nodes -> new Condition.Exists(nodes.query());
            case Operand.Function function when function.name().isLogical() -> new Condition.Call(function);
            case Operand.Function function ->
                throw text.error("the result of " + function.name().text() + "() must be compared with something");
            case Operand.Literal _ -> throw text.error("a literal must be compared with something");
        };
    }

    private Operand comparable(Operand operand) {
        if (operand instanceof Operand.Nodes nodes && !nodes.query().isSingular()) {
            throw text.error("only a query for a single node can be compared (no *, .., slices, filters or lists)");
        }
        if (operand instanceof Operand.Function function && function.name().isLogical()) {
            throw text.error("the result of " + function.name().text() + "() is a truth value and cannot be compared");
        }
        return operand;
    }

    private Operand operand() {
        char next = text.peek();
        if (next == '@' || next == '$') {
            text.expect(String.valueOf(next));
            return new Operand.Nodes(new Query(next == '@', paths.segments()));
        }
        if (next == '"' || next == '\'') {
            return new Operand.Literal(StringNode.valueOf(text.string()));
        }
        if (next == '-' || (next >= '0' && next <= '9')) {
            return new Operand.Literal(Json.parse(text.number(), "the number"));
        }
        int before = text.position();
        String word = text.functionName();
        if (text.peek() == '(') {
            return function(word, before);
        }
        return keyword(word).orElseThrow(() -> {
            text.back(before);
            return text.error("expected @, $, a literal or a function");
        });
    }

    private static Optional<Operand> keyword(String word) {
        return switch (word) {
            case "true" -> Optional.of(new Operand.Literal(BooleanNode.TRUE));
            case "false" -> Optional.of(new Operand.Literal(BooleanNode.FALSE));
            case "null" -> Optional.of(new Operand.Literal(NullNode.getInstance()));
            default -> Optional.empty();
        };
    }

    private Operand function(String word, int before) {
        Operand.FunctionName name = Operand.FunctionName.LENGTH;
        boolean known = false;
        for (Operand.FunctionName candidate : Operand.FunctionName.values()) {
            if (candidate.text().equals(word)) {
                name = candidate;
                known = true;
            }
        }
        if (!known) {
            text.back(before);
            throw text.error("no such function; there are length, count, match, search and value");
        }
        paths.enter();
        List<Operand> arguments = arguments();
        paths.leave();
        if (arguments.size() != name.arity()) {
            throw text.error(word + "() takes " + name.arity() + " argument(s), not " + arguments.size());
        }
        for (Operand argument : arguments) {
            check(name, argument);
        }
        return new Operand.Function(name, arguments);
    }

    private List<Operand> arguments() {
        text.expect("(");
        text.skipBlanks();
        List<Operand> arguments = new ArrayList<>();
        if (text.take(")")) {
            return arguments;
        }
        do {
            text.skipBlanks();
            arguments.add(operand());
            text.skipBlanks();
        } while (text.take(","));
        text.expect(")");
        return arguments;
    }

    private void check(Operand.FunctionName name, Operand argument) {
        if (name.takesNodes()) {
            if (!(argument instanceof Operand.Nodes)) {
                throw text.error(name.text() + "() takes a query");
            }
            return;
        }
        comparable(argument);
    }
}
