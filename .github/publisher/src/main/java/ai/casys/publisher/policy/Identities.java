// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.policy;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which people may be named in public, and how.
 *
 * @param allowedDomains e-mail domains, in lower case, whose addresses are published as they are
 * @param map what a person of the private history is called in public; this one wins over the domains
 */
public record Identities(Set<String> allowedDomains, Map<Person, Person> map) {

    /** Copies both. */
    public Identities {
        allowedDomains = Set.copyOf(allowedDomains);
        map = Map.copyOf(map);
    }

    /** What to call a person in public; empty if nobody decided. */
    public Optional<Person> published(Person person) {
        Person mapped = map.get(person);
        if (mapped != null) {
            return Optional.of(mapped);
        }
        return allows(person) ? Optional.of(person) : Optional.empty();
    }

    /** Whether a person may stand in public as is: by domain, or because a mapping leads to it. */
    public boolean allows(Person person) {
        return allowedDomains.contains(person.domain()) || map.containsValue(person);
    }
}
