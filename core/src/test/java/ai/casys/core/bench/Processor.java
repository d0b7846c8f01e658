// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import java.time.Duration;

/** What a process takes of the machine's processors. Unlike times on the clock it hardly depends on other load. */
final class Processor {

    private Processor() {}

    /** Processor time so far, all threads together, without children; zero where the system does not tell. */
    static Duration used(Process process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
