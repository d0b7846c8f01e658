// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ManyClientsTest {

    @TempDir
    private Path folder;

    @Test
    void everyAnswerBelongsToItsQuestion() throws Exception {
        Path home = folder.resolve("home");
        try (HttpEchoServer echo = new HttpEchoServer()) {
            new DoubleHome()
                    .stdio("first", home)
                    .stdio("second", home)
                    .http("third", echo.url())
                    .writeTo(home);
            try (EngineProcess engine = EngineProcess.start(home).ready().serversReady("first", "second", "third")) {
                ClientCampaign campaign = new ClientCampaign(
                        engine.url().resolve("/mcp"), List.of("first__echo", "second__echo", "third__echo"));
                campaign.run(32, 1_000, 20_26);
                assertThat(campaign.wrong()).isEmpty();
                assertThat(campaign.right()).isEqualTo(32_000);
            }
        }
    }
}
