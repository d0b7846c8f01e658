// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.check.content.Contents;
import ai.casys.publisher.check.content.Part;
import ai.casys.publisher.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/** No characters that make text look different from what it is: directions are overridden, letters are tagged unseen. */
final class HiddenCharacters implements ContentRule {
    @Override
    public String name() {
        return "hidden-characters";
    }

    @Override
    public List<Finding> findings(Policy policy, PublishedFile file, Contents contents) {
        List<Finding> findings = new ArrayList<>();
        for (Part part : contents.parts()) {
            // In archives and images such bytes mean something else.
            if (part.kind() != Part.Kind.TEXT || !part.inside().isEmpty() || isBinary(part)) {
                continue;
            }
            int number = 0;
            for (String line : part.lines()) {
                number++;
                int hidden = line.codePoints()
                        .filter(HiddenCharacters::isHidden)
                        .findFirst()
                        .orElse(0);
                String point = "U+%04X".formatted(hidden);
                if (hidden != 0 && !policy.accepts(name(), file.path(), point)) {
                    findings.add(new Finding(
                            name(),
                            part.place(file.path(), number),
                            "holds the unseen character " + point,
                            "write it as an escape, or remove it"));
                }
            }
        }
        return findings;
    }

    /** Bidirectional controls and the block of unseen tags; both have carried attacks on readers of source. */
    static boolean isHidden(int point) {
        return (point >= 0x202A && point <= 0x202E)
                || (point >= 0x2066 && point <= 0x2069)
                || (point >= 0xE0000 && point <= 0xE007F);
    }

    private static boolean isBinary(Part part) {
        return part.lines().stream().limit(50).anyMatch(line -> line.indexOf('\0') >= 0);
    }
}
