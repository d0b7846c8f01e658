// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.publishing;

import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/**
 * What to publish, and where.
 *
 * @param privateFolder a working tree or bare repository with the whole history
 * @param publicRepository address or folder
 * @param branch short name, the same on both sides
 * @param revision what to look at instead of the private branch; a plan only
 * @param full whether to translate everything again instead of taking up where the public repository is
 * @param stopped why nothing may be pushed at present, from the environment; empty if nothing speaks against it
 */
public record Request(
        Path privateFolder,
        String publicRepository,
        String branch,
        Optional<String> revision,
        boolean full,
        Optional<String> stopped) {

    /** Refuses what git would take for an option or for several refs. */
    public Request {
        if (!Repository.isValidRefName(Constants.R_HEADS + branch)) {
            throw new PublicationException("\"" + branch + "\" is no name of a branch; write for example main");
        }
        if (publicRepository.isBlank() || publicRepository.startsWith("-")) {
            throw new PublicationException("\"" + publicRepository + "\" is no address of a repository");
        }
    }
}
