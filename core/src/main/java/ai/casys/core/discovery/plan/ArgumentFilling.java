// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import ai.casys.core.api.workflow.Argument;
import ai.casys.core.catalog.CatalogTool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Fills the required arguments of one step: from what earlier steps return, from the schema itself, from literals of
 * the intent. Only what leaves no doubt is filled; the rest is named, with what it may be.
 */
final class ArgumentFilling {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int LONGEST_DESCRIPTION = 300;
    private static final int SHORTEST_CHOICE = 2;

    private final String intent;
    private final List<Literal> literals;

    ArgumentFilling(String intent) {
        this.intent = intent;
        this.literals = Literal.in(intent);
    }

    /**
     * @param arguments what could be filled, in the order of the schema
     * @param needs what could not
     */
    record Filled(Map<String, Argument> arguments, List<Need> needs) {}

    /**
     * @param step the id of the step
     * @param earlier the ids of the steps it waits for, with what of their results fits
     */
    Filled fill(String step, CatalogTool tool, Map<String, List<SchemaFit.Match>> earlier) {
        Map<String, Argument> arguments = new LinkedHashMap<>();
        List<Need> needs = new ArrayList<>();
        List<Field> inputs = Field.required(tool.tool().inputSchema());
        for (Field input : inputs) {
            Optional<Argument> value =
                    fromStep(input, earlier).or(() -> fromSchema(input)).or(() -> fromIntent(input, inputs));
            if (value.isPresent()) {
                arguments.put(input.name(), value.get());
            } else {
                needs.add(need(step, input, earlier));
            }
        }
        return new Filled(arguments, needs);
    }

    private static Optional<Argument> fromStep(Field input, Map<String, List<SchemaFit.Match>> earlier) {
        Optional<Argument> best = Optional.empty();
        double score = SchemaFit.RELIABLE;
        for (Map.Entry<String, List<SchemaFit.Match>> step : earlier.entrySet()) {
            for (SchemaFit.Match match : step.getValue()) {
                if (match.input().equals(input.name()) && match.pointer().isPresent() && match.score() >= score) {
                    best = Optional.of(
                            new Argument.FromStep(step.getKey(), match.pointer().get()));
                    score = Math.nextUp(match.score());
                }
            }
        }
        return best;
    }

    private static Optional<Argument> fromSchema(Field input) {
        JsonNode schema = input.schema();
        JsonNode only = schema.has("const") ? schema.get("const") : schema.path("default");
        return only.isMissingNode() ? Optional.empty() : Optional.of(literal(only));
    }

    private Optional<Argument> fromIntent(Field input, List<Field> inputs) {
        if (input.schema().path("enum").isArray()) {
            return oneChoice(input.schema().get("enum"));
        }
        String type = input.type().orElse("string");
        if (type.equals("integer") || type.equals("number")) {
            long numeric = inputs.stream()
                    .filter(other -> other.type()
                            .filter(kind -> kind.equals("integer") || kind.equals("number"))
                            .isPresent())
                    .count();
            return numeric == 1
                    ? only(Literal.Kind.NUMBER)
                            .filter(text -> type.equals("number") || !text.contains("."))
                            .map(text -> new Argument.Literal(text))
                    : Optional.empty();
        }
        if (!type.equals("string")) {
            return Optional.empty();
        }
        for (Literal.Kind kind : Literal.Kind.values()) {
            if (kind.fits(input)) {
                long alike = inputs.stream().filter(kind::fits).count();
                return alike == 1 ? only(kind).map(ArgumentFilling::text) : Optional.empty();
            }
        }
        long plain = inputs.stream().filter(ArgumentFilling::isPlainText).count();
        return isPlainText(input) && plain == 1
                ? only(Literal.Kind.QUOTED).map(ArgumentFilling::text)
                : Optional.empty();
    }

    private static boolean isPlainText(Field input) {
        for (Literal.Kind kind : Literal.Kind.values()) {
            if (kind.fits(input)) {
                return false;
            }
        }
        return input.type().orElse("string").equals("string")
                && input.format().isEmpty()
                && !input.schema().has("enum");
    }

    /** The one value of a closed list that the intent names as a word of its own. */
    private Optional<Argument> oneChoice(JsonNode choices) {
        Optional<Argument> named = Optional.empty();
        for (JsonNode choice : choices) {
            String text = choice.isString() ? choice.asString() : "";
            Pattern word = Pattern.compile(
                    "(?<![\\p{L}\\d])" + Pattern.quote(text.toLowerCase(Locale.ROOT)) + "(?![\\p{L}\\d])");
            if (text.length() >= SHORTEST_CHOICE
                    && word.matcher(intent.toLowerCase(Locale.ROOT)).find()) {
                if (named.isPresent()) {
                    return Optional.empty();
                }
                named = Optional.of(literal(choice));
            }
        }
        return named;
    }

    /** The literal of this kind, if the intent has exactly one. */
    private Optional<String> only(Literal.Kind kind) {
        List<String> texts = texts(kind);
        return texts.size() == 1 ? Optional.of(texts.getFirst()) : Optional.empty();
    }

    private List<String> texts(Literal.Kind kind) {
        return literals.stream()
                .filter(literal -> literal.kind() == kind)
                .map(Literal::text)
                .distinct()
                .toList();
    }

    private Need need(String step, Field input, Map<String, List<SchemaFit.Match>> earlier) {
        List<String> candidates = new ArrayList<>();
        for (Literal.Kind kind : Literal.Kind.values()) {
            if (kind.fits(input)) {
                candidates.addAll(texts(kind));
            }
        }
        String type = input.type().orElse("string");
        if (type.equals("integer") || type.equals("number")) {
            candidates.addAll(texts(Literal.Kind.NUMBER));
        }
        if (isPlainText(input)) {
            candidates.addAll(texts(Literal.Kind.QUOTED));
        }
        Optional<String> from = earlier.entrySet().stream()
                .filter(entry -> entry.getValue().stream()
                        .anyMatch(match -> match.input().equals(input.name())))
                .map(Map.Entry::getKey)
                .findFirst();
        String description = input.schema().path("description").asString("");
        return new Need(
                step,
                input.name(),
                description.substring(0, Math.min(description.length(), LONGEST_DESCRIPTION)),
                candidates,
                from);
    }

    private static Argument text(String text) {
        return literal(JSON.stringNode(text));
    }

    private static Argument literal(JsonNode value) {
        return new Argument.Literal(value.toString());
    }
}
