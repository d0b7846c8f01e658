// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request that is refused while its body is still on the way. */
@Timeout(90)
final class UnreadBodyTest {

    private static final int LIMIT = 16 << 10;
    private static final String LAST = "GET /api/v1/about HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private final TestServer server = TestServer.brief(LIMIT);

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/call, application/json, 16385, 413",
        "/api/v1/call, application/json, 32768, 413",
        "/api/v1/call, text/plain, 9000, 415",
        "/mcp, text/plain, 9000, 415",
        "/api/v1/engine/stop, application/json, 9000, 401",
        "/api/v1/none, application/json, 9000, 404"
    })
    void aClientThatIsStillSendingGetsTheAnswerAndKeepsItsConnection(String path, String type, int size, int status)
            throws Exception {
        try (RawConnection connection = new RawConnection(server.server.port())) {
            connection.send(head(path, type, "Content-Length: " + size));
            connection.send("x".repeat(size / 2));
            connection.send("x".repeat(size - size / 2));
            connection.send(LAST);

            assertThat(connection.readAll()).startsWith("HTTP/1.1 " + status).contains("HTTP/1.1 200");
        }
    }

    @Test
    void chunksThatTogetherAreOverTheLimitAreReadToTheirEnd() throws Exception {
        try (RawConnection connection = new RawConnection(server.server.port())) {
            connection.send(head("/api/v1/call", "application/json", "Transfer-Encoding: chunked"));
            for (int chunk = 0; chunk < 24; chunk++) {
                connection.send("400\r\n" + "x".repeat(0x400) + "\r\n");
            }
            connection.send("0\r\n\r\n" + LAST);

            assertThat(connection.readAll()).startsWith("HTTP/1.1 413").contains("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @CsvSource({"Content-Length: 32769", "Content-Length: 100000000000", "Content-Length: 20000\r\nExpect: 100-continue"
    })
    void whoWouldSendMuchMoreOrAskedFirstIsAnsweredAtOnceAndToldThatTheConnectionCloses(String framing)
            throws Exception {
        try (RawConnection connection = new RawConnection(server.server.port())) {
            connection.send(head("/api/v1/call", "application/json", framing));

            assertThat(connection.readAll())
                    .startsWith("HTTP/1.1 413")
                    .containsIgnoringCase("\r\nConnection: close\r\n")
                    .doesNotContain("100 Continue");
        }
    }

    @Test
    void aBodyThatNeverEndsIsNotWaitedForLongerThanItsTimeAndTakesNoMoreThanTwiceTheLimit() throws Exception {
        try (RawConnection silent = new RawConnection(server.server.port());
                RawConnection endless = new RawConnection(server.server.port())) {
            silent.send(head("/api/v1/call", "text/plain", "Content-Length: 9000"));
            endless.send(head("/api/v1/call", "application/json", "Transfer-Encoding: chunked"));
            for (int chunk = 0; chunk < 56; chunk++) {
                endless.send("400\r\n" + "x".repeat(0x400) + "\r\n");
            }

            assertThat(silent.readAll()).doesNotContain("HTTP/1.1 2");
            assertThat(endless.readAll()).startsWith("HTTP/1.1 413").containsIgnoringCase("\r\nConnection: close\r\n");
        }
    }

    private static String head(String path, String type, String framing) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type + "\r\n" + framing + "\r\n\r\n";
    }
}
