// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.capability;

import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.learning.runs.ArgumentSketch;
import ai.casys.core.learning.runs.RunStep;
import ai.casys.core.learning.runs.StepFlow;
import ai.casys.core.learning.runs.TracedCall;
import ai.casys.core.learning.runs.ValueMarks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What sightings of one structure have in common: what flowed stays a reference to an earlier step, what was the same
 * each time a constant, everything else becomes an input. A further sighting only ever makes it more general: constants
 * and references become inputs, shared inputs part, required ones become optional.
 *
 * @param marks of the tenant
 */
record Generalisation(CatalogSnapshot catalog, ValueMarks marks) {

    private static final Pattern ILLEGAL = Pattern.compile("[^A-Za-z0-9_.-]");
    private static final int LONGEST_INPUT = 60;

    /** What tells apart inputs that must not be one: their argument's name and their values in both sightings. */
    private record Alike(String argument, ArgumentSketch earlier, ArgumentSketch now) {}

    /**
     * The definition after a second sighting; empty if a tool is not offered now, or there are too many arguments.
     *
     * @param earlier the steps of the first one
     */
    Optional<Definition> first(List<RunStep> earlier, List<TracedCall> now) {
        Names names = new Names(Set.of());
        Map<Alike, String> shared = new HashMap<>();
        List<SortedMap<String, Slot>> slots = new ArrayList<>();
        for (int place = 0; place < now.size(); place++) {
            TracedCall call = now.get(place);
            RunStep before = earlier.get(place);
            SortedMap<String, Slot> ofStep = new TreeMap<>();
            Set<String> arguments = new TreeSet<>(before.arguments().keySet());
            arguments.addAll(call.step().arguments().keySet());
            for (String argument : arguments) {
                ArgumentSketch then = before.arguments().get(argument);
                ArgumentSketch today = call.step().arguments().get(argument);
                ofStep.put(argument, slot(before, call, argument).orElseGet(() -> {
                    if (then == null || today == null) {
                        return new Slot.Parameter(names.free(argument), true);
                    }
                    if (then.mark().isEmpty() || today.mark().isEmpty()) {
                        return new Slot.Parameter(names.free(argument), false);
                    }
                    return new Slot.Parameter(
                            shared.computeIfAbsent(new Alike(argument, then, today), _ -> names.free(argument)), false);
                }));
            }
            slots.add(ofStep);
        }
        return definition(
                new Template(slots),
                now.stream().map(TracedCall::step).toList(),
                JsonNodeFactory.instance.objectNode());
    }

    /** The reference or the constant, if both sightings speak for one. */
    private static Optional<Slot> slot(RunStep before, TracedCall call, String argument) {
        Optional<Slot> reference = reference(before, argument);
        if (reference.isPresent() && reference.equals(reference(call.step(), argument))) {
            return reference;
        }
        ArgumentSketch then = before.arguments().get(argument);
        ArgumentSketch today = call.step().arguments().get(argument);
        if (then == null || today == null || !then.isSame(today) || flowsInto(call.step(), argument)) {
            return Optional.empty();
        }
        return Optional.ofNullable(call.values().get(argument)).map(Slot.Constant::new);
    }

    /** Only a whole argument can be a reference, and only to one exact place. */
    private static Optional<Slot> reference(RunStep step, String argument) {
        List<StepFlow> flows = step.flows().stream()
                .filter(flow -> flow.argument().equals(argument))
                .toList();
        return flows.size() == 1
                ? flows.getFirst()
                        .pointer()
                        .map(pointer -> new Slot.Reference(flows.getFirst().from(), pointer))
                : Optional.empty();
    }

    /** Whether any part of the argument came from an earlier step: equal by chance then, not by nature. */
    private static boolean flowsInto(RunStep step, String argument) {
        return step.flows().stream()
                .map(StepFlow::argument)
                .anyMatch(place ->
                        place.equals(argument) || place.startsWith(argument + ".") || place.startsWith(argument + "["));
    }

    /** The definition after one more sighting; empty if it stays as it is, or cannot be worked out now. */
    Optional<Definition> refined(Definition known, List<TracedCall> now) {
        Template old = Template.of(known);
        Names names = new Names(old.inputs().keySet());
        Set<Template.Place> parted = parted(old, now);
        Map<String, String> anew = new HashMap<>();
        List<SortedMap<String, Slot>> slots = new ArrayList<>();
        for (int place = 0; place < now.size(); place++) {
            RunStep step = now.get(place).step();
            SortedMap<String, Slot> ofStep = new TreeMap<>();
            for (Map.Entry<String, Slot> slot : old.slots().get(place).entrySet()) {
                String argument = slot.getKey();
                ArgumentSketch today = step.arguments().get(argument);
                ofStep.put(
                        argument,
                        switch (slot.getValue()) {
                            case Slot.Constant constant ->
                                today != null && marks.of(constant.json()).equals(today.mark())
                                        ? constant
                                        : new Slot.Parameter(names.free(argument), today == null);
                            case Slot.Reference reference ->
                                Optional.<Slot>of(reference).equals(reference(step, argument))
                                        ? reference
                                        : new Slot.Parameter(names.free(argument), today == null);
                            case Slot.Parameter parameter -> {
                                boolean optional = parameter.optional() || today == null;
                                String mark = today == null ? "" : today.mark();
                                yield parted.contains(new Template.Place(place, argument))
                                        ? new Slot.Parameter(
                                                mark.isEmpty()
                                                        ? names.free(argument)
                                                        : anew.computeIfAbsent(
                                                                parameter.input() + "\n" + mark,
                                                                _ -> names.free(argument)),
                                                optional)
                                        : new Slot.Parameter(parameter.input(), optional);
                            }
                        });
            }
            for (String argument : step.arguments().keySet()) {
                if (!ofStep.containsKey(argument)) {
                    ofStep.put(argument, new Slot.Parameter(names.free(argument), true));
                }
            }
            slots.add(ofStep);
        }
        Template refined = new Template(slots);
        return definition(refined, now.stream().map(TracedCall::step).toList(), known.input())
                .filter(definition -> !Template.of(definition).equals(old)
                        || !definition.hashes().equals(known.hashes())
                        || !definition.input().equals(known.input()));
    }

    /** The arguments that shared an input with another one before them, and have another value than that now. */
    private static Set<Template.Place> parted(Template old, List<TracedCall> now) {
        Set<Template.Place> parted = new HashSet<>();
        for (List<Template.Place> places : old.inputs().values()) {
            Optional<ArgumentSketch> first = sketch(now, places.getFirst());
            for (Template.Place place : places.subList(1, places.size())) {
                boolean same = first.isPresent()
                        && sketch(now, place).filter(first.get()::isSame).isPresent();
                if (!same) {
                    parted.add(place);
                }
            }
        }
        return parted;
    }

    private static Optional<ArgumentSketch> sketch(List<TracedCall> calls, Template.Place place) {
        return Optional.ofNullable(calls.get(place.step()).step().arguments().get(place.argument()));
    }

    private Optional<Definition> definition(Template template, List<RunStep> steps, JsonNode before) {
        List<CatalogTool> tools = new ArrayList<>();
        for (RunStep step : steps) {
            Optional<CatalogTool> tool = catalog.tool(step.tool());
            if (tool.isEmpty()) {
                return Optional.empty();
            }
            tools.add(tool.get());
        }
        return template.isBounded() ? Optional.of(template.definition(steps, tools, before)) : Optional.empty();
    }

    /** Names of inputs, each given once. */
    private static final class Names {
        private final Set<String> taken;

        Names(Set<String> taken) {
            this.taken = new HashSet<>(taken);
        }

        String free(String argument) {
            String legal = ILLEGAL.matcher(Objects.requireNonNull(argument)).replaceAll("_");
            String base = legal.length() <= LONGEST_INPUT ? legal : legal.substring(0, LONGEST_INPUT);
            String name = base;
            for (int number = 2; !taken.add(name); number++) {
                name = base + "_" + number;
            }
            return name;
        }
    }
}
