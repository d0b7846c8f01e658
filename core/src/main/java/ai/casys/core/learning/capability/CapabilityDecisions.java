// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.capability;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.learning.graph.Decay;
import java.util.HashSet;
import java.util.List;

/**
 * What a person may decide on capabilities: each method says what would have to be written, and throws
 * {@link CasysException} {@code NOT_FOUND} if there is no capability of that name. Immutable.
 *
 * @param all the capabilities of one tenant
 */
public record CapabilityDecisions(List<Capability> all, Decay decay) {
    public CapabilityDecisions {
        all = List.copyOf(all);
    }

    /** Makes it active, whatever it was, and forgives its failures. */
    public List<CapabilityChange> promote(String name) {
        return List.of(CapabilityChange.decided(named(name).promoted()));
    }

    /** Gives it another name; {@code INVALID_INPUT} if that is taken or no name. */
    public List<CapabilityChange> rename(String name, String other) {
        Capability capability = named(name);
        String given = CapabilityNames.given(other);
        if (all.stream().anyMatch(known -> known.name().equals(given))) {
            throw invalid("there is a capability \"" + given + "\" already; choose another name");
        }
        return List.of(CapabilityChange.decided(capability.called(given)));
    }

    /**
     * Counts what one has been through, and its runs from now on, as the other's, and retires it. {@code INVALID_INPUT}
     * if they do not use the same tools, or are one.
     */
    public List<CapabilityChange> merge(String name, String into) {
        Capability capability = named(name);
        Capability other = named(into);
        if (capability.structure().equals(other.structure())) {
            throw invalid("a capability cannot be merged into itself");
        }
        if (other.state() == CapabilityState.RETIRED) {
            throw invalid("\"" + into + "\" is retired; promote it first");
        }
        if (capability.mergedInto().isPresent()) {
            throw invalid("\"" + name + "\" was merged before; promote it first");
        }
        if (!new HashSet<>(capability.definition().tools())
                .equals(new HashSet<>(other.definition().tools()))) {
            throw invalid(
                    "\"" + name + "\" and \"" + into
                            + "\" do not use the same tools, so one cannot stand for the other; retire the one you do not want");
        }
        return List.of(
                CapabilityChange.decided(capability.mergedInto(other)),
                CapabilityChange.decided(other.joinedBy(capability, decay)));
    }

    /** Makes it unwanted: it is not learned again. */
    public List<CapabilityChange> retire(String name) {
        return List.of(CapabilityChange.decided(named(name).in(CapabilityState.RETIRED)));
    }

    private Capability named(String name) {
        return all.stream()
                .filter(capability -> capability.name().equals(name))
                .findFirst()
                .orElseThrow(() -> missing(name));
    }

    /** What is said where there is no capability of that name. */
    public static CasysException missing(String name) {
        return new CasysException(
                ErrorCategory.NOT_FOUND,
                "there is no capability \"" + (name.length() <= 80 ? name : name.substring(0, 80) + "…")
                        + "\"; list them with: casys capability list");
    }

    private static CasysException invalid(String message) {
        return new CasysException(ErrorCategory.INVALID_INPUT, message);
    }
}
