// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import java.io.IOException;
import java.util.List;

/**
 * A number of calls each way through the gateway, every one with a text of its own that must come back under its own id.
 * One wrong or missing answer fails the whole.
 */
final class AnswerCount {

    private AnswerCount() {}

    /** Makes that many calls with each number of connections each way. */
    static Report of(List<Way> ways, Way.Ends ends, List<Integer> connections, int calls)
            throws IOException, InterruptedException {
        Report report = new Report();
        long wrong = 0;
        long missing = 0;
        for (Way way : ways.stream().filter(Way::throughGateway).toList()) {
            for (int count : connections) {
                try (Load load = way.open(ends, count)) {
                    Load.Outcome outcome = load.run(Load.Length.calls(calls));
                    outcome.problems().forEach(problem -> System.err.println(way + ": " + problem));
                    String name = String.join("_", way.client().label(), way.server(), String.valueOf(count));
                    report.add(name + "_right", outcome.latencies().count(), "")
                            .add(name + "_wrong", (double) outcome.wrong(), "")
                            .add(name + "_missing", (double) outcome.missing(), "")
                            .add(name + "_rate", outcome.perSecond(), "per_s");
                    wrong += outcome.wrong();
                    missing += outcome.missing();
                }
            }
        }
        report.add("wrong", (double) wrong, "").add("missing", (double) missing, "");
        return wrong + missing == 0 ? report : report.failed();
    }
}
