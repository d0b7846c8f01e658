// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.capability;

import ai.casys.core.learning.graph.Decay;
import ai.casys.core.learning.graph.Tally;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A sequence of calls that was seen to succeed more than once. Immutable; safe for any number of threads.
 *
 * @param structure 64 hexadecimal digits that tell its tools, their order and what flows between them from others
 * @param name 1 to 64 of {@code a-z 0-9 _ -}, unique within the tenant
 * @param version 1 at first, one more whenever the definition changes
 * @param mergedInto the structure of the capability that it was merged into; it is retired then
 * @param seen in how many runs it was seen altogether
 * @param sightings the newest 20 of them, newest first
 * @param tally how it did, as counts that fade
 * @param failing how often it has failed since it last succeeded or was promoted
 */
public record Capability(
        String structure,
        String name,
        int version,
        CapabilityState state,
        Optional<String> mergedInto,
        Definition definition,
        long seen,
        List<Sighting> sightings,
        Tally tally,
        int failing,
        Instant created) {

    static final int MOST_SIGHTINGS = 20;

    public Capability {
        Objects.requireNonNull(structure, "structure is null");
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(state, "state is null");
        Objects.requireNonNull(mergedInto, "mergedInto is null");
        Objects.requireNonNull(definition, "definition is null");
        sightings = List.copyOf(sightings);
        Objects.requireNonNull(tally, "tally is null");
        Objects.requireNonNull(created, "created is null");
    }

    Capability seenAt(Sighting sighting, Decay decay) {
        boolean known = sightings.stream().anyMatch(earlier -> earlier.run().equals(sighting.run()));
        List<Sighting> all = known
                ? sightings
                : Stream.concat(Stream.of(sighting), sightings.stream())
                        .limit(MOST_SIGHTINGS)
                        .toList();
        return with(known ? seen : seen + 1, all, tally.plus(Tally.success(sighting.at()), decay), 0);
    }

    Capability failedAt(Instant at, Decay decay) {
        return with(seen, sightings, tally.plus(Tally.failure(at), decay), failing + 1);
    }

    Capability in(CapabilityState now) {
        return new Capability(
                structure, name, version, now, mergedInto, definition, seen, sightings, tally, failing, created);
    }

    Capability as(Definition other) {
        return new Capability(
                structure, name, version + 1, state, mergedInto, other, seen, sightings, tally, failing, created);
    }

    Capability called(String other) {
        return new Capability(
                structure, other, version, state, mergedInto, definition, seen, sightings, tally, failing, created);
    }

    /** Active, with what failed forgiven: whoever promotes it has looked at it. */
    Capability promoted() {
        return new Capability(
                structure,
                name,
                version,
                CapabilityState.ACTIVE,
                Optional.empty(),
                definition,
                seen,
                sightings,
                new Tally(tally.successes(), 0, tally.at()),
                0,
                created);
    }

    Capability mergedInto(Capability other) {
        return new Capability(
                structure,
                name,
                version,
                CapabilityState.RETIRED,
                Optional.of(other.structure()),
                definition,
                seen,
                sightings,
                tally,
                failing,
                created);
    }

    /** With what another one has been through on top. */
    Capability joinedBy(Capability other, Decay decay) {
        List<Sighting> all = Stream.concat(sightings.stream(), other.sightings.stream())
                .sorted((one, two) -> two.at().compareTo(one.at()))
                .limit(MOST_SIGHTINGS)
                .toList();
        return with(seen + other.seen, all, tally.plus(other.tally, decay), failing);
    }

    private Capability with(long seenNow, List<Sighting> sightingsNow, Tally tallyNow, int failingNow) {
        return new Capability(
                structure,
                name,
                version,
                state,
                mergedInto,
                definition,
                seenNow,
                sightingsNow,
                tallyNow,
                failingNow,
                created);
    }
}
