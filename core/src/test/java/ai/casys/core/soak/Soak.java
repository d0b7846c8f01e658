// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.soak;

import ai.casys.core.bench.GatewaySoak;
import ai.casys.core.e2e.Campaigns;
import ai.casys.core.fuzz.Fuzzing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The long campaigns, by name. Exit code 64 for wrong usage; what a campaign finds wrong ends it with an error.
 */
public final class Soak {

    private static final String USAGE = """
            usage: soak NAME [AMOUNT] [--seed NUMBER]; NAME is one of
              kill      AMOUNT sudden ends (default 200) of engine, database and servers under load
              gateway   AMOUNT minutes (default 20) of calls over HTTP and stdio; answers are checked, memory must be flat
              clients   AMOUNT calls (default 20000) by each of 32 clients at once; every answer is checked
              fuzz      AMOUNT minutes (default 10, also as --minutes AMOUNT) of mutilated requests to the endpoint
            The seed of a campaign is printed; given again, it repeats the campaign as far as time allows.""";

    private Soak() {}

    public static void main(String[] arguments) throws Exception {
        System.exit(run(new ArrayList<>(List.of(arguments))));
    }

    private static int run(List<String> arguments) throws Exception {
        Optional<Long> chosen;
        Optional<Integer> amount;
        try {
            chosen = option(arguments, "--seed").map(Long::parseLong);
            amount = option(arguments, "--minutes").map(Integer::parseInt);
            if (arguments.size() == 2) {
                amount = Optional.of(Integer.parseInt(arguments.removeLast()));
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(USAGE);
            return 64;
        }
        if (arguments.size() != 1 || amount.filter(given -> given < 1).isPresent()) {
            System.err.println(USAGE);
            return 64;
        }
        long seed = chosen.orElseGet(System::nanoTime);
        System.out.println("seed " + seed);
        switch (arguments.getFirst()) {
            case "kill" -> Campaigns.kill(seed, amount.orElse(200));
            case "gateway" -> GatewaySoak.run(seed, Duration.ofMinutes(amount.orElse(20)));
            case "clients" -> Campaigns.clients(seed, amount.orElse(20_000));
            case "fuzz" -> fuzz(seed, Duration.ofMinutes(amount.orElse(10)));
            default -> {
                System.err.println(USAGE);
                return 64;
            }
        }
        System.out.println("passed");
        return 0;
    }

    private static void fuzz(long seed, Duration time) throws Exception {
        Fuzzing.Report report = Fuzzing.run(seed, time, System.out);
        if (!report.failures().isEmpty()) {
            throw new AssertionError(report.failures().size() + " failures, see above");
        }
    }

    /** Takes an option with its value out of the arguments. */
    private static Optional<String> option(List<String> arguments, String name) {
        int at = arguments.indexOf(name);
        if (at < 0) {
            return Optional.empty();
        }
        if (at + 1 == arguments.size()) {
            throw new IllegalArgumentException(name + " needs a value");
        }
        arguments.remove(at);
        return Optional.of(arguments.remove(at));
    }
}
