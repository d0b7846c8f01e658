// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a process says to a file and one older file of bounded size. One thread pumps; {@link #tail} may be called
 * by any. A full disk loses log lines but never blocks the process.
 */
final class BoundedLog {

    private static final Logger LOG = LoggerFactory.getLogger(BoundedLog.class);
    private static final int TAIL = 4096;

    private final Path file;
    private final long limit;
    private String tail = "";

    /** @param limit size in bytes at which the file becomes the older one */
    BoundedLog(Path file, long limit) {
        this.file = file;
        this.limit = limit;
    }

    /** Reads until the stream ends. */
    void pump(InputStream source) {
        byte[] buffer = new byte[8192];
        try (source) {
            int length = source.read(buffer);
            while (length >= 0) {
                remember(new String(buffer, 0, length, StandardCharsets.UTF_8));
                append(buffer, length);
                length = source.read(buffer);
            }
        } catch (IOException e) {
            LOG.debug("the output of a process ended: {}", e.getMessage());
        }
    }

    /** The last few thousand characters of the current run. */
    synchronized String tail() {
        return tail;
    }

    /** Forgets the tail, before a new run. */
    synchronized void clearTail() {
        tail = "";
    }

    private synchronized void remember(String text) {
        String all = tail + text;
        tail = all.substring(Math.max(0, all.length() - TAIL));
    }

    private void append(byte[] buffer, int length) {
        try {
            if (Files.exists(file) && Files.size(file) > limit) {
                Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                out.write(buffer, 0, length);
            }
        } catch (IOException e) {
            LOG.debug("log lines are lost, {} cannot be written: {}", file, e.getMessage());
        }
    }
}
