// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalGatekeeperTest {

    private final Gatekeeper open = new LocalGatekeeper("s3cret", false);
    private final Gatekeeper strict = new LocalGatekeeper("s3cret", true);

    @Test
    void everyoneIsTheLocalUserWhereNoTokenIsRequired() {
        assertThat(open.admit(Credentials.NONE)).isEqualTo(Caller.LOCAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer s3cret", "bearer   s3cret ", "BEARER s3cret"})
    void theEnginesTokenOpensEveryDoor(String header) {
        assertThat(open.admit(given(header))).isEqualTo(Caller.LOCAL);
        assertThat(strict.admit(given(header))).isEqualTo(Caller.LOCAL);
        assertThat(open.admitOperator(given(header))).isEqualTo(Caller.LOCAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wrong", "Bearer ", "Bearer", "Basic czNjcmV0", "s3cret", "", "Bearer s3cret2"})
    void aWrongTokenIsRefusedEvenWhereNoneIsRequired(String header) {
        refused(open, given(header));
        refused(strict, given(header));
    }

    @Test
    void withoutATokenNobodyControlsTheEngine() {
        refused(strict, Credentials.NONE);
        assertThatExceptionOfType(CasysException.class).isThrownBy(() -> open.admitOperator(Credentials.NONE));
    }

    @Test
    void credentialsNeverShowTheirSecret() {
        assertThat(given("Bearer s3cret").toString()).doesNotContain("s3cret");
    }

    private static void refused(Gatekeeper gatekeeper, Credentials credentials) {
        assertThatExceptionOfType(CasysException.class)
                .isThrownBy(() -> gatekeeper.admit(credentials))
                .satisfies(e -> assertThat(e.category()).isEqualTo(ErrorCategory.NOT_AUTHENTICATED))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"));
    }

    private static Credentials given(String header) {
        return new Credentials(Optional.of(header));
    }
}
