// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import ai.casys.core.discovery.plan.EdgeQuality;
import java.nio.file.Path;

/** How well the order of tools is found when the tools are given, untaught and after runs. */
final class PlanBenchmark implements Bench.Benchmark {

    @Override
    public String usage() {
        return "--data DIR [--runs 1000] [--threshold-percent 35]: F1 of the edges between given tools";
    }

    @Override
    public Report run(Bench.Options options) throws Exception {
        Path data = Path.of(options.required("data"));
        double threshold = options.number("threshold-percent", 35) / 100.0;
        return new Report()
                .add("edge_f1_untaught", EdgeQuality.measure(data, 0, threshold), "")
                .add("edge_f1_taught", EdgeQuality.measure(data, options.number("runs", 1_000), threshold), "");
    }
}
