// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Names that every system can write, and that show what they are. */
final class PortableNames implements TreeRule {
    private static final Set<String> DEVICES = Set.of(
            "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1",
            "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "conin$", "conout$");
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_PATH = 230;

    @Override
    public String name() {
        return "portable-names";
    }

    @Override
    public List<Finding> findings(Candidate candidate, PublishedTrees trees) {
        List<Finding> findings = new ArrayList<>();
        for (PublishedFolder folder : trees.folders()) {
            for (PublishedFolder.Entry entry : folder.entries()) {
                String path = folder.pathOf(entry.name());
                problem(entry, path)
                        .filter(problem -> !candidate.policy().accepts(name(), path, problem))
                        .ifPresent(problem -> findings.add(
                                new Finding(name(), printable(path), problem, "rename it in the private tree")));
            }
        }
        return findings;
    }

    private static Optional<String> problem(PublishedFolder.Entry entry, String path) {
        String name = entry.name();
        if (!entry.utf8()) {
            return Optional.of("the name is not UTF-8");
        }
        if (name.codePoints().anyMatch(HiddenCharacters::isHidden)
                || name.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("the name has characters that nobody sees");
        }
        if (name.chars().anyMatch(letter -> "<>:\"|?*\\".indexOf(letter) >= 0)) {
            return Optional.of("the name has a character that Windows cannot write");
        }
        if (name.endsWith(".") || name.endsWith(" ") || name.startsWith(" ")) {
            return Optional.of("the name begins or ends with a space or ends with a dot, which Windows drops");
        }
        int dot = name.indexOf('.');
        String stem = (dot < 0 ? name : name.substring(0, dot)).toLowerCase(Locale.ROOT);
        if (DEVICES.contains(stem)) {
            return Optional.of("the name is that of a device on Windows");
        }
        if (name.length() > LONGEST_NAME || path.length() > LONGEST_PATH) {
            return Optional.of("the path has " + path.length() + " characters; Windows stops at 260 with the folder of"
                    + " the checkout");
        }
        return Optional.empty();
    }

    private static String printable(String path) {
        return path.codePoints()
                .map(point -> Character.isISOControl(point) || HiddenCharacters.isHidden(point) ? '?' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
