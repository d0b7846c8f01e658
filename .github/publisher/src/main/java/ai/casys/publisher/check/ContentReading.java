// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.check.content.Contents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * One reading of all published blobs: each is loaded once and shown to every rule for every path that it has. Only the
 * findings are kept.
 */
final class ContentReading {
    /** Larger ones are refused: they belong beside the sources, and a host would not take them. */
    static final int LARGEST = 24 << 20;

    /** Reports are read by people; after so many of one kind there is nothing new to learn. */
    private static final int MOST_FINDINGS = 1000;

    private final Map<ContentRule, List<Finding>> findings;

    private ContentReading(Map<ContentRule, List<Finding>> findings) {
        this.findings = findings;
    }

    static ContentReading of(Candidate candidate, PublishedTrees trees, List<ContentRule> rules) throws IOException {
        Map<ObjectId, List<PublishedFile>> places = new LinkedHashMap<>();
        for (PublishedFile file : trees.files()) {
            if (file.hasContent()) {
                places.computeIfAbsent(file.id(), _ -> new ArrayList<>()).add(file);
            }
        }
        Map<ContentRule, List<Finding>> findings = new LinkedHashMap<>();
        for (Map<ContentRule, List<Finding>> one : inParallel(candidate, places, rules)) {
            one.forEach((rule, found) -> {
                List<Finding> all = findings.computeIfAbsent(rule, _ -> new ArrayList<>());
                found.stream().limit(MOST_FINDINGS - all.size()).forEach(all::add);
            });
        }
        return new ContentReading(findings);
    }

    /** This is nearly all of the work of all checks, and each blob is read for itself; the order stays. */
    private static List<Map<ContentRule, List<Finding>>> inParallel(
            Candidate candidate, Map<ObjectId, List<PublishedFile>> places, List<ContentRule> rules)
            throws IOException {
        try {
            return places.entrySet().parallelStream()
                    .map(blob -> one(candidate, blob.getKey(), blob.getValue(), rules))
                    .filter(found -> !found.isEmpty())
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Map<ContentRule, List<Finding>> one(
            Candidate candidate, ObjectId blob, List<PublishedFile> files, List<ContentRule> rules) {
        Map<ContentRule, List<Finding>> findings = new LinkedHashMap<>();
        try (ObjectReader reader = candidate.repository().newObjectReader()) {
            Contents contents = contents(reader, blob);
            for (ContentRule rule : rules) {
                List<Finding> found = files.stream()
                        .flatMap(file -> rule.findings(candidate.policy(), file, contents).stream())
                        .toList();
                if (!found.isEmpty()) {
                    findings.put(rule, found);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return findings;
    }

    List<Finding> findings(ContentRule rule) {
        return List.copyOf(findings.getOrDefault(rule, List.of()));
    }

    private static Contents contents(ObjectReader reader, ObjectId blob) throws IOException {
        ObjectLoader loader = reader.open(blob, Constants.OBJ_BLOB);
        if (loader.getSize() > LARGEST) {
            return new Contents(List.of(), List.of(": is larger than " + (LARGEST >> 20) + " MiB"));
        }
        return Contents.of(loader.getCachedBytes(LARGEST));
    }
}
