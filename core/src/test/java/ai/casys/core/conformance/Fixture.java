// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.conformance;

import ai.casys.core.e2e.Npm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A running fixture server over HTTP, and the way to describe one to the gateway. */
final class Fixture implements AutoCloseable {

    private final Process process;
    private final URI url;

    private Fixture(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /** Starts it over HTTP on a free port; the era is {@code both}, {@code modern} or {@code legacy}. */
    static Fixture start(Npm npm, String era) {
        try {
            Process process = new ProcessBuilder(npm.newestNode(), script(), "--era", era)
                    .redirectError(Redirect.INHERIT)
                    .start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = out.readLine();
            if (line == null) {
                throw new AssertionError("the fixture server did not start");
            }
            return new Fixture(process, URI.create(line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The entry of a configuration that makes the gateway start it over stdio. */
    static ObjectNode stdioEntry(Npm npm, String era) {
        ObjectNode entry = JsonMapper.shared().createObjectNode();
        entry.put("command", npm.newestNode());
        var arguments = entry.putArray("args");
        List.of(script(), "--stdio", "--era", era).forEach(arguments::add);
        return entry;
    }

    /** The entry of a configuration that makes the gateway connect to this one. */
    ObjectNode httpEntry() {
        return JsonMapper.shared().createObjectNode().put("type", "http").put("url", url.toString());
    }

    URI url() {
        return url;
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String script() {
        return resource("fixture/main.mjs").toString();
    }

    /** A file of the conformance resources; they are read from a folder, never from an archive. */
    static Path resource(String name) {
        try {
            return Path.of(Fixture.class.getResource("/conformance/" + name).toURI());
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
