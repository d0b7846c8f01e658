// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.check.content.Contents;
import java.io.IOException;
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
        try (ObjectReader reader = candidate.repository().newObjectReader()) {
            for (Map.Entry<ObjectId, List<PublishedFile>> blob : places.entrySet()) {
                Contents contents = contents(reader, blob.getKey());
                for (ContentRule rule : rules) {
                    for (PublishedFile file : blob.getValue()) {
                        List<Finding> found = findings.computeIfAbsent(rule, _ -> new ArrayList<>());
                        if (found.size() < MOST_FINDINGS) {
                            found.addAll(rule.findings(candidate.policy(), file, contents));
                        }
                    }
                }
            }
        }
        return new ContentReading(findings);
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
