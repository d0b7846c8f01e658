// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.publishing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The {@code git} program, for what goes over the wire, so that deploy keys work as they always do. Configuration of the
 * machine and the user is not read: an {@code insteadOf} there would send the push elsewhere. A key comes by {@code
 * GIT_SSH_COMMAND} or an agent.
 */
final class Git {
    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final int MAX_OUTPUT = 64 * 1024 * 1024;

    private final Path repository;

    /** Works in a bare repository. */
    Git(Path repository) {
        this.repository = repository;
    }

    /** A push of exactly these refs: all or none. */
    record Push(String branch, ObjectId tip, Optional<ObjectId> expected, Map<String, ObjectId> newTags) {}

    /** Every ref of the remote repository, by full name, without what its tags point at. */
    Map<String, ObjectId> refs(String remote) throws IOException {
        Map<String, ObjectId> refs = new LinkedHashMap<>();
        for (String line : run("ls-remote", "--refs", "--", remote).lines().toList()) {
            int tab = line.indexOf('\t');
            refs.put(line.substring(tab + 1), ObjectId.fromString(line.substring(0, tab)));
        }
        return refs;
    }

    /** Takes over all branches, tags, notes and replacements, under their own names. */
    void fetch(String remote) throws IOException {
        run(
                "fetch",
                "--no-tags",
                "--no-write-fetch-head",
                "--no-auto-maintenance",
                "--force",
                "--quiet",
                "--",
                remote,
                "refs/heads/*:refs/heads/*",
                "refs/tags/*:refs/tags/*",
                "refs/notes/*:refs/notes/*",
                "refs/replace/*:refs/replace/*");
    }

    /**
     * Pushes, provided that the branch still is where it was and no tag exists.
     *
     * @throws PublicationException if the remote repository refuses or is out of reach; nothing has changed then
     */
    void push(String remote, Push push) throws IOException {
        String branch = Constants.R_HEADS + push.branch();
        List<String> command = new ArrayList<>(List.of(
                "push", "--atomic", "--porcelain", "--no-follow-tags", "--no-signed", "--recurse-submodules=no"));
        command.add("--force-with-lease=" + branch + ":"
                + push.expected().map(ObjectId::name).orElse(""));
        push.newTags().keySet().forEach(name -> command.add("--force-with-lease=" + Constants.R_TAGS + name + ":"));
        command.add("--");
        command.add(remote);
        if (push.expected().isEmpty() || !push.expected().get().equals(push.tip())) {
            command.add(push.tip().name() + ":" + branch);
        }
        push.newTags().forEach((name, id) -> command.add(id.name() + ":" + Constants.R_TAGS + name));
        try {
            run(command.toArray(String[]::new));
        } catch (IOException e) {
            throw new PublicationException("the push was refused and changed nothing; if the public branch moved"
                    + " meanwhile, plan again: " + e.getMessage());
        }
    }

    private String run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "git",
                "-c",
                "core.hooksPath=/dev/null",
                "-c",
                "gc.auto=0",
                "-c",
                "protocol.version=2",
                // Or git would tell the public host which private commits are here.
                "-c",
                "core.alternateRefsCommand=:",
                "--git-dir=" + repository));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(repository.toFile());
        Map<String, String> environment = builder.environment();
        environment
                .keySet()
                .removeIf(name -> name.startsWith("GIT_")
                        && !name.startsWith("GIT_SSH")
                        && !name.startsWith("GIT_TRACE")
                        && !name.equals("GIT_ASKPASS"));
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_NO_REPLACE_OBJECTS", "1");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("GIT_ALLOW_PROTOCOL", "file:https:ssh");
        environment.put("LC_ALL", "C");
        Path errors = repository.resolve("errors.txt");
        Process process = builder.redirectError(errors.toFile()).start();
        process.getOutputStream().close();
        Thread watch = Thread.ofVirtual().start(() -> endAfterDeadline(process));
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException("git " + arguments[0] + " ended with " + code + ": " + text.strip() + " "
                        + java.nio.file.Files.readString(errors, StandardCharsets.ISO_8859_1)
                                .strip());
            }
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroy();
            throw new IOException("git " + arguments[0] + " was interrupted", e);
        } finally {
            watch.interrupt();
        }
    }

    private static void endAfterDeadline(Process process) {
        try {
            if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
