// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("chaos")
class KillNineTest {

    @TempDir
    private Path folder;

    @Test
    void afterAnySuddenEndTheNextStartWorksAndNobodyIsLeftBehind() throws IOException {
        Path home = folder.resolve("home").toAbsolutePath();
        new DoubleHome().stdio("first", home).stdio("second", home).writeTo(home);
        new KillCampaign(home, 20_26, List.of("first", "second")).run(20);
    }
}
