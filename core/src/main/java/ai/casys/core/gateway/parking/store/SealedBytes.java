// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway.parking.store;

import ai.casys.core.identity.keyset.Keyset;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.jsonrpc.RawJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** What people were asked and said rests in the table sealed, bound to its call. Safe for any number of threads. */
final class SealedBytes {

    private static final int PLACE_BYTES = 4 * Long.BYTES;

    static final String QUESTIONS = "parked-questions";
    static final String ANSWERS = "parked-answers";
    static final String OUTCOME = "parked-outcome";

    private final Keyset keyset;

    SealedBytes(Keyset keyset) {
        this.keyset = keyset;
    }

    byte[] seal(String purpose, TenantId tenant, UUID call, RawJson json) {
        return keyset.sealer().sealBytes(purpose, place(tenant, call), json.toByteArray());
    }

    /** Empty if it was changed, belongs to another call, or was sealed with a key that is gone. */
    Optional<RawJson> open(String purpose, TenantId tenant, UUID call, byte[] sealed) {
        return keyset.sealer().openBytes(purpose, place(tenant, call), sealed).map(RawJson::ofTrusted);
    }

    /** Stands for answers; who reads it and guesses the answers cannot find out whether the guess is right. */
    byte[] digest(TenantId tenant, UUID call, RawJson answers) {
        return keyset.signer().tag(ANSWERS, placed(tenant, call, answers)).getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether the digest, possibly made with an older key, is of these answers. */
    boolean matches(TenantId tenant, UUID call, RawJson answers, byte[] digest) {
        return keyset.signer()
                .verify(ANSWERS, placed(tenant, call, answers), new String(digest, StandardCharsets.US_ASCII));
    }

    private static byte[] placed(TenantId tenant, UUID call, RawJson answers) {
        return ByteBuffer.allocate(PLACE_BYTES + answers.size())
                .put(place(tenant, call))
                .put(answers.toByteArray())
                .array();
    }

    private static byte[] place(TenantId tenant, UUID call) {
        return ByteBuffer.allocate(PLACE_BYTES)
                .putLong(tenant.value().getMostSignificantBits())
                .putLong(tenant.value().getLeastSignificantBits())
                .putLong(call.getMostSignificantBits())
                .putLong(call.getLeastSignificantBits())
                .array();
    }
}
