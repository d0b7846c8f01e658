// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process takes of the machine's memory; Linux only, elsewhere -1. */
final class Memory {

    private Memory() {}

    /** Resident set of the process alone, without its children. */
    static double residentMegabytes(Process process) throws IOException {
        long kilobytes = figure(process, "VmRSS:");
        return kilobytes < 0 ? -1 : kilobytes / 1024.0;
    }

    /** Threads of the operating system. */
    static int threads(Process process) throws IOException {
        return (int) figure(process, "Threads:");
    }

    private static long figure(Process process, String name) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return -1;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(-1);
    }
}
