// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.soak;

import ai.casys.core.bench.GatewaySoak;
import ai.casys.core.e2e.Campaigns;
import java.time.Duration;
import java.util.List;

/** The long campaigns, by name: {@code soak NAME [AMOUNT]}. Exit code 64 for wrong usage. */
public final class Soak {

    private static final String USAGE = """
            usage: soak NAME [AMOUNT]; NAME is one of
              kill      AMOUNT sudden ends (default 200) of engine, database and servers under load
              gateway   AMOUNT minutes (default 20) of calls over HTTP and stdio; answers are checked, memory must be flat
              clients   AMOUNT calls (default 20000) by each of 32 clients at once; every answer is checked""";

    private Soak() {}

    public static void main(String[] arguments) throws Exception {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) throws Exception {
        if (arguments.isEmpty() || arguments.size() > 2) {
            System.err.println(USAGE);
            return 64;
        }
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        switch (arguments.getFirst()) {
            case "kill" -> Campaigns.kill(seed, amount(arguments, 200));
            case "gateway" -> GatewaySoak.run(seed, Duration.ofMinutes(amount(arguments, 20)));
            case "clients" -> Campaigns.clients(seed, amount(arguments, 20_000));
            default -> {
                System.err.println(USAGE);
                return 64;
            }
        }
        System.out.println("passed");
        return 0;
    }

    private static int amount(List<String> arguments, int otherwise) {
        return arguments.size() < 2 ? otherwise : Integer.parseInt(arguments.get(1));
    }
}
