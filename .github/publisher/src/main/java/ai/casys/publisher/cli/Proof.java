// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.cli;

import ai.casys.publisher.check.Checks;
import ai.casys.publisher.publishing.Publisher;
import ai.casys.publisher.standalone.Conditions;
import ai.casys.publisher.standalone.Depth;
import ai.casys.publisher.standalone.StandsAlone;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How thoroughly it is proven that the public tree stands alone. */
final class Proof {
    @Option(
            names = "--depth",
            paramLabel = "DEPTH",
            description =
                    "how much of its tests the public tree has to pass alone before a push: ${COMPLETION-CANDIDATES}"
                            + " (default: QUICK)")
    private Depth depth = Depth.QUICK;

    /** A publisher that asks everything there is to ask. */
    Publisher publisher(Map<String, String> environment, PrintStream progress) {
        return new Publisher(
                Checks.all(),
                List.of(new StandsAlone(Conditions.ofThisMachine(depth, environment), progress::println)),
                Checks.upkeep());
    }
}
