// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of one server: what it writes to its standard error and what the engine notes about it. One file and one
 * predecessor ({@code .1}), each of a bounded size; secrets are taken out and control characters made harmless before
 * anything is written. A log that cannot be written never stops a server: that is said once in the engine's log.
 *
 * <p>Thread-safe. Writing is under the log's own lock, which nothing else is ever waiting for.
 */
final class ServerLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServerLog.class);
    private static final int LONGEST_LINE = 8 * 1024;
    private static final int KEPT_LINES = 40;

    private final Path file;
    private final long maxBytes;
    private final Redactor redactor;
    private final InstantSource clock;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private @Nullable OutputStream out;
    private long size;
    private boolean broken;

    ServerLog(Path file, long maxBytes, Redactor redactor, InstantSource clock) {
        this.file = file;
        this.maxBytes = maxBytes;
        this.redactor = redactor;
        this.clock = clock;
    }

    /** Where it is written. */
    Path file() {
        return file;
    }

    /** Appends one line that the server wrote. */
    void line(String text) {
        String clean = clean(text);
        synchronized (this) {
            if (lastLines.size() == KEPT_LINES) {
                lastLines.removeFirst();
            }
            lastLines.addLast(clean);
            write(clean);
        }
    }

    /** Appends one line of the engine's own, marked as such. */
    void note(String text) {
        String clean = "-- " + clean(text);
        synchronized (this) {
            write(clean);
        }
    }

    /** The newest lines the server wrote, oldest first, at most {@value #KEPT_LINES}. */
    List<String> lastLines() {
        synchronized (this) {
            return List.copyOf(lastLines);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closeFile();
        }
    }

    private String clean(String text) {
        String redacted = redactor.redact(text);
        StringBuilder clean = new StringBuilder(Math.min(redacted.length(), LONGEST_LINE));
        redacted.codePoints().limit(LONGEST_LINE).forEach(point -> {
            if (point == '\t') {
                clean.append(' ');
            } else if (isHarmless(point)) {
                clean.appendCodePoint(point);
            } else {
                clean.append("\\u").append(String.format("%04x", point));
            }
        });
        if (redacted.length() > LONGEST_LINE) {
            clean.append("… (cut)");
        }
        return clean.toString();
    }

    /** Everything but control, direction-changing and half characters, which would fool whoever reads the log. */
    private static boolean isHarmless(int point) {
        int type = Character.getType(point);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }

    private void write(String clean) {
        byte[] bytes = (clock.instant() + " " + clean + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            OutputStream stream = openFor(bytes.length);
            stream.write(bytes);
            size += bytes.length;
            broken = false;
        } catch (IOException e) {
            closeFile();
            if (!broken) {
                LOG.warn("cannot write {}: {}; lines are dropped until it can be written again", file, e.toString());
            }
            broken = true;
        }
    }

    private OutputStream openFor(int bytes) throws IOException {
        OutputStream current = out;
        if (current != null && size + bytes <= maxBytes) {
            return current;
        }
        closeFile();
        OwnerOnly.createDirectories(file.toAbsolutePath().getParent());
        size = Files.exists(file) ? Files.size(file) : 0;
        if (size > 0 && size + bytes > maxBytes) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            size = 0;
        }
        // Not a channel: those close for good when the writing thread is interrupted.
        OutputStream opened = new FileOutputStream(file.toFile(), true);
        out = opened;
        return opened;
    }

    private void closeFile() {
        OutputStream current = out;
        out = null;
        if (current == null) {
            return;
        }
        try {
            current.close();
        } catch (IOException e) {
            LOG.debug("closing {}", file, e);
        }
    }
}
