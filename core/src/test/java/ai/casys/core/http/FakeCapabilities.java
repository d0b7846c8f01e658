// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.workflow.Argument;
import ai.casys.core.api.workflow.Step;
import ai.casys.core.api.workflow.Workflow;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.capability.Capabilities;
import ai.casys.core.learning.capability.Capability;
import ai.casys.core.learning.capability.CapabilityChange;
import ai.casys.core.learning.capability.CapabilityDecisions;
import ai.casys.core.learning.capability.CapabilityState;
import ai.casys.core.learning.capability.Definition;
import ai.casys.core.learning.capability.Hints;
import ai.casys.core.learning.capability.Sighting;
import ai.casys.core.learning.graph.Decay;
import ai.casys.core.learning.graph.Tally;
import ai.casys.core.learning.runs.RunStep;
import ai.casys.core.learning.runs.StepFlow;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.jsonrpc.RawJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

/** Two candidates for every tenant, on which may be decided. */
final class FakeCapabilities implements Capabilities {

    private static final ToolKey READ = new ToolKey("files", "read");
    private static final ToolKey PARSE = new ToolKey("csv", "parse");

    private final List<Capability> all =
            new CopyOnWriteArrayList<>(List.of(candidate("a", "read_then_parse"), candidate("b", "read_and_parse")));

    private static Capability candidate(String digit, String name) {
        List<RunStep> shape = List.of(
                new RunStep(READ, Map.of(), true, List.of()),
                new RunStep(PARSE, Map.of(), true, List.of(new StepFlow(0, "text", Optional.of("/text"), "csv"))));
        Workflow workflow = new Workflow(List.of(
                new Step("s1", "files__read", Map.of("path", new Argument.FromInput("path")), Set.of()),
                new Step("s2", "csv__parse", Map.of("csv", new Argument.FromStep("s1", "/text")), Set.of())));
        Definition definition = new Definition(
                shape,
                List.of("0", "1"),
                workflow,
                RawJson.parse(
                                "{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"}},\"required\":[\"path\"]}")
                        .tree(),
                Optional.empty(),
                new Hints(true, false, true, false));
        return new Capability(
                digit.repeat(64),
                name,
                1,
                CapabilityState.CANDIDATE,
                Optional.empty(),
                definition,
                2,
                List.of(new Sighting(new UUID(0, 1), Instant.EPOCH)),
                Tally.success(Instant.EPOCH),
                0,
                Instant.EPOCH);
    }

    @Override
    public List<Capability> all(TenantId tenant) {
        return List.copyOf(all);
    }

    @Override
    public Capability named(TenantId tenant, String name) {
        return all.stream()
                .filter(capability -> capability.name().equals(name))
                .findFirst()
                .orElseThrow(() -> CapabilityDecisions.missing(name));
    }

    private void decide(Function<CapabilityDecisions, List<CapabilityChange>> decision) {
        List<CapabilityChange> changes = decision.apply(new CapabilityDecisions(all, new Decay(Duration.ofDays(30))));
        for (CapabilityChange change : changes) {
            all.replaceAll(known -> known.structure().equals(change.now().structure()) ? change.now() : known);
        }
    }

    @Override
    public Capability promote(TenantId tenant, String name) {
        decide(decisions -> decisions.promote(name));
        return named(tenant, name);
    }

    @Override
    public Capability rename(TenantId tenant, String name, String other) {
        decide(decisions -> decisions.rename(name, other));
        return named(tenant, other);
    }

    @Override
    public Capability merge(TenantId tenant, String name, String into) {
        decide(decisions -> decisions.merge(name, into));
        return named(tenant, into);
    }

    @Override
    public Capability retire(TenantId tenant, String name) {
        decide(decisions -> decisions.retire(name));
        return named(tenant, name);
    }

    @Override
    public boolean isCurrent(TenantId tenant, Capability capability) {
        return true;
    }

    @Override
    public List<Capability> offerable(TenantId tenant, Predicate<CatalogTool> visible) {
        return List.of();
    }
}
