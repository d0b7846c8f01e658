// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.storage.ConnectionAddress.Host;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectionAddressParserTest {

    @Test
    void aUrlIsTakenApart() {
        ConnectionAddress address =
                parse("postgresql://some%40one:p%2Fa%25s+s%3A@db.example:6543/casys%20db?sslmode=require");

        assertThat(address.user()).isEqualTo("some@one");
        assertThat(address.password()).hasValue("p/a%s+s:");
        assertThat(address.hosts()).containsExactly(new Host("db.example", 6543));
        assertThat(address.database()).isEqualTo("casys db");
        assertThat(address.parameters()).containsEntry("sslmode", "require");
    }

    @Test
    void theShortFormHasDefaults() {
        ConnectionAddress address = parse("postgres://me@localhost");

        assertThat(address.hosts()).containsExactly(new Host("localhost", 5432));
        assertThat(address.database()).isEqualTo("me");
        assertThat(address.password()).isEmpty();
    }

    @Test
    void theJdbcFormCarriesItsUserAsParameters() {
        ConnectionAddress address = parse("jdbc:postgresql://db:5433/casys?user=me&password=s%26cret&sslmode=disable");

        assertThat(address.user()).isEqualTo("me");
        assertThat(address.password()).hasValue("s&cret");
        assertThat(address.parameters()).containsOnlyKeys("sslmode");
        assertThat(address.dataSource().getServerNames()).containsExactly("db");
    }

    @Test
    void severalHostsAndVersionSixAddressesWork() {
        assertThat(parse("postgres://me@[::1]:5433,b:1,c/x").hosts())
                .containsExactly(new Host("::1", 5433), new Host("b", 1), new Host("c", 5432));
    }

    @Test
    void verifyingModesTrustWhatTheMachineTrustsUnlessAFileIsNamed() {
        assertThat(parse("postgres://me@h/x?sslmode=verify-full").parameters())
                .containsEntry("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        assertThat(parse("postgres://me@h/x?sslmode=verify-ca&sslrootcert=system")
                        .parameters())
                .containsEntry("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory")
                .doesNotContainKey("sslrootcert");
        assertThat(parse("postgres://me@h/x?sslmode=verify-full&sslrootcert=/ca.pem")
                        .parameters())
                .containsEntry("sslrootcert", "/ca.pem")
                .doesNotContainKey("sslfactory");
    }

    @Test
    void namesOfTheOtherClientsAreUnderstood() {
        assertThat(parse("postgres://me@h/x?connect_timeout=3&application_name=a&target_session_attrs=read-write")
                        .parameters())
                .containsEntry("connectTimeout", "3")
                .containsEntry("ApplicationName", "a")
                .containsEntry("targetServerType", "primary");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "mysql://me:secret@h/x",
                "postgres://:secret@h/x",
                "postgres://me:secret@/x",
                "postgres://me:secret@h:0/x",
                "postgres://me:secret@h:secret/x",
                "postgres://me:secret%zz@h/x",
                "postgres://me:secret@h/x?sslmode=secret-not",
                "postgres://me:secret@h/x?nonsense=secret",
                "postgres://me:secret@h/x?sslmode",
                "postgres://me:secret@%2Fvar%2Frun/x",
                "postgres://me:secret@h/x?target_session_attrs=secret"
            })
    void whatIsNoAddressIsRefusedWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOfSatisfying(CasysException.class, e -> {
            assertThat(e.category()).isEqualTo(ErrorCategory.CONFIGURATION);
            assertThat(e.getMessage()).startsWith("DATABASE_URL ");
            if (!text.contains("sslmode=")) {
                assertThat(e.getMessage()).doesNotContain("secret");
            }
        });
    }

    @Test
    void thePasswordIsNeverPrinted() {
        assertThat(parse("postgres://me:secret@h/x?sslpassword=secret").toString())
                .isEqualTo("me@h:5432/x");
    }

    private static ConnectionAddress parse(String text) {
        return ConnectionAddressParser.parse("DATABASE_URL", text);
    }
}
