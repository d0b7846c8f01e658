// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.catalog.NameGlob;
import ai.casys.core.settings.ClientRule;
import ai.casys.core.settings.Exposure;
import ai.casys.core.settings.VirtualServer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code tools/list} shows to which client, by the name a client gives itself. Immutable.
 *
 * @param standard what it shows where no rule fits
 */
record Exposures(Exposure standard, List<Rule> rules) {

    private static final int LONGEST_CLIENT_NAME = 500;

    Exposures {
        rules = List.copyOf(rules);
    }

    /** What the clients that the glob fits see. */
    record Rule(NameGlob clients, Exposure exposure) {}

    /** A virtual server shows the same to everybody. */
    static Exposures of(Exposure standard, GatewayView view) {
        return view.virtualServer()
                .map(VirtualServer::exposure)
                .map(own -> new Exposures(own, List.of()))
                .orElseGet(() -> new Exposures(
                        standard, view.clients().stream().map(Exposures::rule).toList()));
    }

    /** What the client sees; the first rule that fits holds. */
    Exposure of(Optional<String> client) {
        return client.filter(name -> name.length() <= LONGEST_CLIENT_NAME)
                .flatMap(name -> rules.stream()
                        .filter(rule -> rule.clients().matches(name))
                        .findFirst())
                .map(Rule::exposure)
                .orElse(standard);
    }

    /** Everything that some client may see. */
    Set<Exposure> all() {
        Set<Exposure> all = new LinkedHashSet<>(Set.of(standard));
        rules.forEach(rule -> all.add(rule.exposure()));
        return all;
    }

    private static Rule rule(ClientRule rule) {
        return new Rule(NameGlob.of(rule.client()), rule.exposure());
    }
}
