// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.cloud.publication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds a tree against its {@link Policy}: unknown root entries, forbidden mentions, tolerated ones nobody needs. */
final class PublicationScan {
    private final Policy policy;
    private final Path root;

    PublicationScan(Policy policy, Path root) {
        this.policy = policy;
        this.root = root;
    }

    /** Everything wrong with {@code files}, which are paths from the root with forward slashes. */
    List<String> findings(List<String> files) throws IOException {
        List<String> findings = new ArrayList<>(unknownRootEntries(files));
        for (String single : policy.files()) {
            if (!files.contains(single)) {
                findings.add(single + ": is published, but does not exist");
            }
        }
        for (String entry : policy.roots()) {
            if (files.stream().noneMatch(file -> Policy.rootEntry(file).equals(entry))) {
                findings.add(entry + ": is published, but does not exist");
            }
        }
        Set<Policy.Tolerated> needed = new LinkedHashSet<>();
        for (String file : files) {
            if (policy.publishes(file)) {
                scan(file, findings, needed);
            }
        }
        for (Policy.Tolerated tolerated : policy.tolerated()) {
            if (!needed.contains(tolerated)) {
                findings.add(tolerated.file() + ": nothing needs the tolerated mention " + tolerated.pattern());
            }
        }
        return findings;
    }

    private List<String> unknownRootEntries(List<String> files) {
        return files.stream()
                .map(Policy::rootEntry)
                .distinct()
                .filter(entry -> !policy.roots().contains(entry)
                        && !policy.privateEntries().contains(entry)
                        && !policy.files().contains(entry))
                .map(entry -> entry + ": an entry of the root that is neither published nor known to be private")
                .toList();
    }

    private void scan(String file, List<String> findings, Set<Policy.Tolerated> needed) throws IOException {
        for (Pattern pattern : policy.forbidden()) {
            if (pattern.matcher(file).find()) {
                findings.add(file + ": its name mentions " + pattern);
            }
        }
        Path path = root.resolve(file);
        if (Files.isSymbolicLink(path)) {
            scanLink(file, path, findings);
            return;
        }
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        // Bytes that are no text are read as Latin-1, so that words in them are still seen.
        byte[] bytes = Files.readAllBytes(path);
        String text = utf8(bytes).orElseGet(() -> new String(bytes, StandardCharsets.ISO_8859_1));
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            for (Pattern pattern : policy.forbidden()) {
                Matcher matcher = pattern.matcher(line);
                while (matcher.find()) {
                    Optional<Policy.Tolerated> reason = tolerated(file, line, matcher.start(), matcher.end());
                    if (reason.isPresent()) {
                        needed.add(reason.get());
                        continue;
                    }
                    findings.add(file + ":" + number + ": mentions \"" + matcher.group() + "\"");
                }
            }
        }
    }

    private void scanLink(String file, Path path, List<String> findings) throws IOException {
        Path target = root.relativize(
                path.getParent().resolve(Files.readSymbolicLink(path)).normalize());
        if (target.isAbsolute() || !policy.publishes(target.toString().replace('\\', '/'))) {
            findings.add(file + ": a link to " + target + ", which is not published");
        }
    }

    private Optional<Policy.Tolerated> tolerated(String file, String line, int start, int end) {
        return policy.tolerated().stream()
                .filter(entry -> entry.covers(file, line, start, end))
                .findFirst();
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
