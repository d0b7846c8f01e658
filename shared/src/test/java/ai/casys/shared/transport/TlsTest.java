// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import static ai.casys.shared.transport.TestServers.SOON;
import static ai.casys.shared.transport.TestServers.call;
import static ai.casys.shared.transport.TestServers.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.casys.shared.mcp.Era;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Real TLS over our own pool: whom it trusts, that connections serve again, and what becomes of those that die. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TlsTest {

    private static final String STORE = "javax.net.ssl.trustStore";

    private final Map<String, String> before = new HashMap<>();
    private Path good = Path.of("");
    private Path stranger = Path.of("");
    private Path misnamed = Path.of("");
    private Path expired = Path.of("");

    /** The trust store is configured the way the documentation says. */
    @BeforeAll
    void trustSome(@TempDir Path folder) throws Exception {
        TestCertificates certificates = new TestCertificates(folder);
        good = certificates.make("good", "ip:127.0.0.1");
        stranger = certificates.make("stranger", "ip:127.0.0.1");
        misnamed = certificates.make("misnamed", "dns:other.example");
        Path authority = certificates.make("authority", "dns:authority.example", "-ext", "bc:c");
        expired = Files.copy(authority, folder.resolve("expired.p12"));
        certificates.make("expired", "ip:127.0.0.1", "-signer", "authority", "-startdate", "-10d", "-validity", "5");
        configure(STORE, certificates.trusting(good, misnamed, authority).toString());
        configure(STORE + "Password", TestCertificates.PASSWORD);
        configure(STORE + "Type", "PKCS12");
    }

    private void configure(String property, String value) {
        before.put(property, String.valueOf(System.getProperty(property)));
        System.setProperty(property, value);
    }

    @AfterAll
    void restore() {
        before.forEach((property, value) -> {
            if (value.equals("null")) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, value);
            }
        });
    }

    @Test
    void aTrustedServerIsCalledOverEitherVersionOfTlsAndItsConnectionsServeAgain() throws Exception {
        for (String version : new String[] {"TLSv1.3", "TLSv1.2"}) {
            try (SocketDouble server = new SocketDouble(tls(good), version);
                    McpClient client = connect(server, "https")) {
                for (int i = 0; i < 50; i++) {
                    assertThat(call(client, "fine", "{}").await(SOON)).hasToString("{\"content\":[]}");
                }
                assertThat(server.protocols).containsExactly(version);
                assertThat(server.connections).as("connections over " + version).hasValueLessThanOrEqualTo(4);
            }
        }
    }

    @Test
    void aConnectionThatWasIdleServesAgainIfItStillCan() throws Exception {
        for (String scheme : new String[] {"https", "http"}) {
            try (SocketDouble server = server(scheme);
                    McpClient client = connect(server, scheme)) {
                call(client, "fine", "{}").await(SOON);
                int connections = server.connections.get();
                idle();
                call(client, "fine", "{}").await(SOON);
                assertThat(server.connections).as(scheme).hasValue(connections);
            }
        }
    }

    @Test
    void anUnknownCertificateIsRefusedWithTheRemedy() throws Exception {
        assertThat(refusal(stranger))
                .hasMessageContaining("no authority that Java trusts")
                .hasMessageContaining("-Djavax.net.ssl.trustStore=FILE");
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws Exception {
        assertThat(refusal(misnamed)).hasMessageContaining("for another name");
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        assertThat(refusal(expired)).hasMessageContaining("has expired");
    }

    @Test
    void aServerWithoutTlsOrWithAnOldOneIsRefusedBeforeItGetsAnything() throws Exception {
        try (SocketDouble plain = new SocketDouble(Optional.empty())) {
            assertThat(refusal(plain)).hasMessageContaining("speaks TLS 1.2 or 1.3");
        }
        try (SocketDouble old = new SocketDouble(tls(good), "TLSv1.1")) {
            assertThat(refusal(old)).hasMessageContaining("speaks TLS 1.2 or 1.3");
        }
    }

    @Test
    void aConnectionThatDiesDuringTheAnswerFailsItsCallAloneWhichIsNotRepeated() throws Exception {
        for (String scheme : new String[] {"https", "http"}) {
            try (SocketDouble server = server(scheme);
                    McpClient client = connect(server, scheme)) {
                for (String death : new String[] {"half-an-answer", "no-answer"}) {
                    McpCall dying = call(client, death, "{}");
                    assertThat(catchThrowableOfType(TransportException.class, () -> dying.await(SOON)))
                            .as(scheme + " " + death)
                            .hasMessageContaining("ended before the answer")
                            .extracting(TransportException::kind)
                            .isEqualTo(TransportException.Kind.CLOSED);
                    assertThat(server.calls.stream().filter(death::equals)).hasSize(1);
                    assertThat(call(client, "fine", "{}").await(SOON)).hasToString("{\"content\":[]}");
                }
            }
        }
    }

    @Test
    void anAnswerThatIsCutOffWithoutAFarewellIsNoAnswer() throws Exception {
        try (SocketDouble server = server("https");
                McpClient client = connect(server, "https")) {
            // Without the farewell of TLS this may be what an attacker has left of the answer.
            McpCall cut = call(client, "cut", "{}");
            assertThat(catchThrowableOfType(TransportException.class, () -> cut.await(SOON)))
                    .isNotNull();
            assertThat(call(client, "fine", "{}").await(SOON)).hasToString("{\"content\":[]}");
        }
    }

    /** Whether a request that fails on a closed connection was seen cannot be told, so it must not get that far. */
    @Test
    void aConnectionThatTheServerClosedWhileItWasIdleIsNotUsedAgain() throws Exception {
        for (String scheme : new String[] {"https", "http"}) {
            try (SocketDouble server = server(scheme);
                    McpClient client = connect(server, scheme)) {
                for (int i = 1; i <= 3; i++) {
                    int closed = i;
                    call(client, "answer-and-close", "{}").await(SOON);
                    TestServers.await(() -> server.closedIdle.get() == closed);
                    idle();
                }
                assertThat(call(client, "fine", "{}").await(SOON)).hasToString("{\"content\":[]}");
                assertThat(server.calls)
                        .containsExactly("answer-and-close", "answer-and-close", "answer-and-close", "fine");
            }
        }
    }

    /** Longer than a connection counts as fresh. */
    private static void idle() {
        long end = System.nanoTime() + 600_000_000;
        TestServers.await(() -> System.nanoTime() - end > 0);
    }

    private TransportException refusal(Path store) throws IOException, GeneralSecurityException {
        try (SocketDouble server = new SocketDouble(tls(store))) {
            return refusal(server);
        }
    }

    private static TransportException refusal(SocketDouble server) {
        TransportException refused = catchThrowableOfType(TransportException.class, () -> connect(server, "https"));
        assertThat(refused).isNotNull();
        assertThat(refused.kind()).isEqualTo(TransportException.Kind.CONNECT);
        assertThat(server.calls).isEmpty();
        return refused;
    }

    private SocketDouble server(String scheme) throws IOException, GeneralSecurityException {
        return new SocketDouble(scheme.equals("https") ? tls(good) : Optional.empty());
    }

    private static Optional<SSLContext> tls(Path store) throws IOException, GeneralSecurityException {
        return Optional.of(TestCertificates.context(store));
    }

    private static McpClient connect(SocketDouble server, String scheme) {
        return McpClient.connect(
                new StreamableHttpTransport(server.endpoint(scheme)),
                options(Optional.of(Era.LEGACY), ServerMessages.IGNORE));
    }
}
