// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the servers that an engine left behind when it was killed. */
public final class OrphanReaper {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanReaper.class);
    private static final Duration GRACE = Duration.ofSeconds(2);

    private OrphanReaper() {}

    /**
     * Ends every process recorded in this home that still runs, with its descendants, and blocks until they have ended.
     * A process is touched only when its number, the instant of its start and its program are those recorded. To be
     * called once at start, by the engine that holds the home's lock and before it starts any server.
     *
     * @return how many recorded processes were found running
     */
    public static int reap(Path home) {
        List<ProcessHandle> orphans = new ArrayList<>();
        List<ChildFile> files = new ArrayList<>();
        try {
            files.addAll(ChildFile.all(home));
            for (ChildFile file : files) {
                file.read().stream()
                        .map(ChildProcess::find)
                        .flatMap(Optional::stream)
                        .forEach(orphans::add);
            }
        } catch (IOException e) {
            LOG.warn("cannot read which servers an earlier engine left behind: {}", e.toString());
        }
        if (!orphans.isEmpty()) {
            LOG.info("ending {} processes that an earlier engine left behind", orphans.size());
            Termination.end(orphans, GRACE);
        }
        files.forEach(OrphanReaper::delete);
        return orphans.size();
    }

    private static void delete(ChildFile file) {
        try {
            file.delete();
        } catch (IOException e) {
            LOG.warn("cannot delete {}: {}", file, e.toString());
        }
    }
}
