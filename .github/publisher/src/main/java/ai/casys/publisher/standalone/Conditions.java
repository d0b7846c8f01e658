// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.standalone;

import java.nio.file.Path;
import java.util.Map;

/**
 * Under which the proof is made.
 *
 * @param depth how much is tested
 * @param mavenRepository the local repository of this machine, which spares downloads; need not exist
 * @param javaHome the JDK to build and run with
 * @param environment of this process; only harmless variables are passed on, no key and no token
 * @param folder where a folder for the proof is made, which is removed afterwards
 */
public record Conditions(
        Depth depth, Path mavenRepository, Path javaHome, Map<String, String> environment, Path folder) {

    public Conditions {
        environment = Map.copyOf(environment);
    }

    /** As this machine is: with its JDK, its Maven repository and its folder for temporary files. */
    public static Conditions ofThisMachine(Depth depth, Map<String, String> environment) {
        Path repository = Path.of(System.getProperty("user.home"), ".m2", "repository");
        return new Conditions(
                depth,
                Path.of(System.getProperty("maven.repo.local", repository.toString())),
                Path.of(System.getProperty("java.home")),
                environment,
                Path.of(System.getProperty("java.io.tmpdir")));
    }
}
