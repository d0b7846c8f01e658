// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@link EchoUpstream} in a process of its own. */
final class EchoProcess implements AutoCloseable {

    private final Process process;
    private final URI url;

    private EchoProcess(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /** Starts it as an HTTP server on bare sockets. */
    static EchoProcess http() throws IOException {
        return http("http");
    }

    /** Starts it as an HTTP server: {@code http} or {@code jdk}. */
    static EchoProcess http(String kind) throws IOException {
        Process process = new ProcessBuilder(command(kind))
                .redirectError(Redirect.DISCARD)
                .start();
        try {
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            return new EchoProcess(
                    process, URI.create("http://127.0.0.1:" + Integer.parseInt(out.readLine()) + "/mcp"));
        } catch (UncheckedIOException | NumberFormatException e) {
            process.destroyForcibly();
            throw new IOException("the echo server did not start", e);
        }
    }

    /** The command line of either kind. */
    static List<String> command(String kind) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx128m", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(EchoUpstream.class.getName(), kind));
        return command;
    }

    URI url() {
        return url;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
