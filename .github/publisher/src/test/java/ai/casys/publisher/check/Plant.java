// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.util.Optional;
import java.util.Set;

/**
 * One way to leak.
 *
 * @param name what goes wrong
 * @param act does it in the private repository, after a clean first publication
 * @param tampering does it to the candidate, as a faulty translation would
 * @param expected the checks that fire, all of them
 */
record Plant(String name, Act act, Optional<Tampering> tampering, Set<String> expected) {

    /** Changes the private repository. */
    interface Act {
        void on(Workshop workshop) throws Exception;
    }

    /** Changes what is about to be public. */
    interface Tampering {
        Candidate of(Candidate candidate) throws Exception;
    }

    /** Something that the private repository does. */
    static Plant planted(String name, Act act, String... expected) {
        return new Plant(name, act, Optional.empty(), Set.of(expected));
    }

    /** Something in a file of the open part, committed with a harmless message. */
    static Plant file(String path, String text, String... expected) {
        return planted(
                expected[0] + ": " + path,
                workshop -> {
                    workshop.file(path, text);
                    workshop.commit("Add a file");
                },
                expected);
    }

    /** Something that no private commit can cause; the translation or the push would be at fault. */
    static Plant tampered(String name, Tampering tampering, String... expected) {
        return new Plant(
                name,
                workshop -> {
                    workshop.file("core/src/Next.java", "// SPDX-License-Identifier: AGPL-3.0-only", "class Next {}");
                    workshop.commit("Add the next class");
                },
                Optional.of(tampering),
                Set.of(expected));
    }

    @Override
    public String toString() {
        return name;
    }
}
