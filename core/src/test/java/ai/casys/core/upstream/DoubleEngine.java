// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import java.nio.file.Path;

/** An engine of its own process, with two servers that started something themselves; waits to be killed. */
public final class DoubleEngine {

    private DoubleEngine() {}

    public static void main(String[] arguments) throws Exception {
        Bench bench = new Bench(Path.of(arguments[0]))
                .with(Doubles.stdio("a"), Doubles.stdio("stubborn", "ignore-end-of-input=yes"));
        for (String server : new String[] {"a", "stubborn"}) {
            bench.call(server, "spawn", "{}");
        }
        System.out.println("ready");
        Thread.sleep(600_000);
        bench.close();
    }
}
