// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The campaigns against a whole engine with test servers behind it; tests run them short, soaks long. */
public final class Campaigns {

    private Campaigns() {}

    /** So many sudden ends. */
    public static void kill(long seed, int rounds) throws IOException {
        Path home = Files.createTempDirectory("casys-kill").toRealPath();
        new DoubleHome().stdio("first", home).stdio("second", home).writeTo(home);
        new KillCampaign(home, seed, List.of("first", "second")).run(rounds);
    }

    /** So many calls by each of 32 clients. */
    public static void clients(long seed, int calls) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("casys-clients").toRealPath();
        try (HttpEchoServer echo = new HttpEchoServer()) {
            new DoubleHome()
                    .stdio("first", home)
                    .stdio("second", home)
                    .http("third", echo.url())
                    .writeTo(home);
            try (EngineProcess engine = EngineProcess.start(home).ready().serversReady("first", "second", "third")) {
                ClientCampaign campaign = new ClientCampaign(
                        engine.url().resolve("/mcp"), List.of("first__echo", "second__echo", "third__echo"));
                campaign.run(32, calls, seed);
                if (!campaign.wrong().isEmpty() || campaign.right() != 32 * calls) {
                    throw new AssertionError(campaign.right() + " right answers, wrong ones: " + campaign.wrong());
                }
            }
        }
    }
}
