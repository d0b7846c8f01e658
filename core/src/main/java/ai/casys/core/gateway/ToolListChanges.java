// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.settings.Exposure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Knows what tool lists clients were last told of, and so whose list is another one. Safe for any number of threads. */
final class ToolListChanges {

    private final ToolListing listing;
    private State told;

    /** What every client's list is made of at one moment. */
    private record State(Exposures exposures, Map<Exposure, List<ToolListing.Entry>> lists) {

        List<ToolListing.Entry> list(Exposure exposure) {
            return lists.getOrDefault(exposure, List.of());
        }
    }

    private record Change(Exposure before, Exposure after) {}

    ToolListChanges(ToolListing listing, Exposures exposures) {
        this.listing = listing;
        this.told = state(exposures);
    }

    /**
     * Whose list is another one than when this was last asked.
     *
     * @return a test of the name that a client gives itself
     */
    Predicate<Optional<String>> since(Exposures exposures) {
        State now;
        State before;
        synchronized (this) {
            now = state(exposures);
            before = told;
            told = now;
        }
        Map<Change, Boolean> known = new HashMap<>();
        return client -> known.computeIfAbsent(
                new Change(before.exposures().of(client), exposures.of(client)),
                change -> !before.list(change.before()).equals(now.list(change.after()))
                        || (change.before() instanceof Exposure.Plain) != (change.after() instanceof Exposure.Plain));
    }

    private State state(Exposures exposures) {
        Map<Exposure, List<ToolListing.Entry>> lists = new HashMap<>();
        exposures.all().forEach(exposure -> lists.put(exposure, listing.entries(exposure)));
        return new State(exposures, lists);
    }
}
