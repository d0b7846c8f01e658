// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One engine per home: two would stop each other's database as an orphan. The operating system frees the lock however
 * the engine ends. Safe for any number of threads.
 */
public final class HomeLock implements AutoCloseable {

    /**
     * The homes that this very process holds. POSIX locks belong to the process and vanish as soon as any of its
     * descriptors of that file is closed (fcntl(2)), so a second try from within must not even open the file. Static,
     * because the thing it describes is the process.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path home;
    private final FileChannel channel;

    private HomeLock(Path home, FileChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    /**
     * Takes the lock; makes the home if there is none.
     *
     * @throws CasysException {@link ErrorCategory#CONFIGURATION} if another engine holds it
     */
    static HomeLock take(Path wanted) {
        try {
            if (!Files.isDirectory(wanted)) {
                DurableFiles.createPrivateDirectory(wanted);
            }
            Path home = wanted.toRealPath();
            if (!HELD_HERE.add(home)) {
                throw inUse(home);
            }
            try {
                return new HomeLock(home, lock(home));
            } catch (IOException | RuntimeException e) {
                HELD_HERE.remove(home);
                throw e;
            }
        } catch (IOException e) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "the home " + wanted + " cannot be written (" + e.getMessage()
                            + "); make it writable for this user or choose another one with CASYS_HOME",
                    e);
        }
    }

    /** Whether an engine, of this program or of another process, holds the lock now. */
    public static boolean isHeld(Path wanted) {
        try {
            Path home = wanted.toRealPath();
            if (HELD_HERE.contains(home)) {
                return true;
            }
            Path file = lockFile(home);
            if (!Files.exists(file)) {
                return false;
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                return channel.tryLock() == null;
            }
        } catch (IOException _) {
            return false;
        }
    }

    private static FileChannel lock(Path home) throws IOException {
        FileChannel channel = FileChannel.open(lockFile(home), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw inUse(home);
        }
        DurableFiles.write(
                holderFile(home), Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII));
        return channel;
    }

    private static CasysException inUse(Path home) {
        String holder = "";
        try {
            holder = " (process "
                    + Files.readString(holderFile(home), StandardCharsets.US_ASCII)
                            .strip() + ")";
        } catch (IOException _) {
            // The number is a comfort only.
        }
        return new CasysException(
                ErrorCategory.CONFIGURATION,
                "the home " + home + " is in use by another engine" + holder
                        + "; stop that one or choose another home with CASYS_HOME");
    }

    private static Path lockFile(Path home) {
        return home.resolve("engine.lock");
    }

    private static Path holderFile(Path home) {
        return home.resolve("engine.pid");
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(holderFile(home));
            channel.close();
        } catch (IOException _) {
            // The lock goes with the process at the latest.
        } finally {
            HELD_HERE.remove(home);
        }
    }
}
