// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import ai.casys.core.catalog.CatalogTool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether what one tool returns is what another one requires: by name, by type, and by what the tools are about. */
final class SchemaFit {

    /** From here on a value may be taken over without asking. */
    static final double RELIABLE = 0.6;

    private static final double BY_FULL_NAME = 1.0;
    private static final double BY_PLAIN_NAME = 0.7;
    private static final double BY_SUBJECT = 0.9;
    private static final double BY_GENERIC_NAME = 0.3;
    private static final double BY_PRODUCER = 0.5;
    private static final double FIRST_OF_MANY = 0.7;

    // Names that say what kind of value it is, not which.
    private static final Set<String> GENERIC = stems(
            "id key name title type kind text value values data status state count total limit offset page size query "
                    + "content message messages date time url uri path code number result results description label "
                    + "success error format language");

    private static final Set<String> IDENTIFYING = stems("id key uuid identifier");

    private static final Set<String> PRODUCING =
            stems("get find search list look lookup create add resolve fetch read query open start new");

    /**
     * One value that fits.
     *
     * @param pointer where it is in the structured result of the first tool; empty text for the whole, absent if the
     *     first tool does not say what it returns
     * @param input the name of the argument it fits
     * @param score above 0, at most 1
     */
    record Match(Optional<String> pointer, String input, double score) {}

    private SchemaFit() {}

    /** The best match of each required argument of the second tool that has one. */
    static List<Match> of(CatalogTool from, CatalogTool to) {
        List<Field> outputs = from.tool().outputSchema().map(Field::of).orElseGet(List::of);
        Set<String> subject = Field.words(from.key().tool());
        List<Match> matches = new ArrayList<>();
        for (Field input : Field.required(to.tool().inputSchema())) {
            Optional<Match> best = Optional.empty();
            for (Field output : outputs) {
                double score = score(output, input, subject);
                if (score > best.map(Match::score).orElse(0.0)) {
                    best = Optional.of(new Match(Optional.of(output.pointer()), input.name(), score));
                }
            }
            if (outputs.isEmpty() && produces(subject, input)) {
                best = Optional.of(new Match(Optional.empty(), input.name(), BY_PRODUCER));
            }
            best.ifPresent(matches::add);
        }
        return matches;
    }

    private static double score(Field output, Field input, Set<String> subject) {
        if (input.words().isEmpty() || output.words().isEmpty() || !typesAgree(output, input)) {
            return 0;
        }
        double byName = byName(output, input, subject);
        return output.certain() ? byName : byName * FIRST_OF_MANY;
    }

    private static double byName(Field output, Field input, Set<String> subject) {
        if (output.words().equals(input.words())) {
            boolean generic = GENERIC.containsAll(input.words());
            if (generic) {
                return BY_GENERIC_NAME;
            }
            return input.words().size() > 1 ? BY_FULL_NAME : BY_PLAIN_NAME;
        }
        // "id" of a tool or an object that is about users is what "user_id" asks for, and the reverse.
        Set<String> meant = new HashSet<>(output.words());
        meant.addAll(output.about().isEmpty() ? subject : output.about());
        boolean sameKind = input.words().stream().anyMatch(output.words()::contains);
        return sameKind && input.words().size() > 1 && meant.containsAll(input.words()) ? BY_SUBJECT : 0;
    }

    /** A tool that gets users, without saying what it returns, is where a "user_id" comes from. */
    private static boolean produces(Set<String> subject, Field input) {
        Set<String> noun = new LinkedHashSet<>(input.words());
        boolean identifies = noun.removeAll(IDENTIFYING);
        return identifies
                && !noun.isEmpty()
                && subject.containsAll(noun)
                && subject.stream().anyMatch(PRODUCING::contains);
    }

    private static boolean typesAgree(Field output, Field input) {
        if (input.schema().has("enum")
                && !input.schema().get("enum").equals(output.schema().path("enum"))) {
            return false;
        }
        if (output.format().isPresent()
                && input.format().isPresent()
                && !output.format().equals(input.format())) {
            return false;
        }
        if (output.type().isEmpty() || input.type().isEmpty()) {
            return true;
        }
        String has = output.type().get();
        String wants = input.type().get();
        return has.equals(wants) || (has.equals("integer") && wants.equals("number"));
    }

    private static Set<String> stems(String words) {
        return Field.words(words);
    }
}
