// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.contribution;

import java.util.regex.Pattern;

/**
 * Files that run on the machine of whoever builds, also on ours, where secrets lie. Source and tests run there too, but
 * those are what a review looks at anyway; these are easily scrolled past.
 */
final class BuildFiles {
    private static final Pattern EXECUTED = Pattern.compile(
            "(?:\\.github/(?!grants\\.yaml$).*|\\.ci/.*|\\.mvn/.*|casys|casys\\.cmd|\\.git(?:attributes|ignore|modules)"
                    + "|(?:.*/)?pom\\.xml|(?:.*/)?(?:package\\.json|package-lock\\.json|\\.npmrc))",
            Pattern.DOTALL);

    private BuildFiles() {}

    static boolean holds(String path) {
        return EXECUTED.matcher(path).matches();
    }
}
