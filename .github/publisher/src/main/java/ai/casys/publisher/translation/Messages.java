// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.translation;

import ai.casys.publisher.policy.Person;
import java.io.IOException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/** What commits say, decoded as the translation decodes it. */
public final class Messages {
    private Messages() {}

    /** Who wrote a commit and what it says. */
    public record Said(Person author, String message) {}

    /** Reads one commit. */
    public static Said of(ObjectReader reader, ObjectId commit) throws IOException {
        RawCommit raw = new RawCommit(reader.open(commit, Constants.OBJ_COMMIT).getCachedBytes());
        return new Said(raw.author().person(), raw.message());
    }
}
