// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

/**
 * Which credentials are in use with a server, without saying what they are: callers with the same scope at the same
 * server use the same ones, and callers with different scopes share nothing of a connection. Whoever gets other
 * credentials, renewed ones included, gets another scope.
 *
 * @param id tells scopes apart; no secret, since it is written to logs; 1 to 200 characters
 */
public record CredentialScope(String id) {

    /** The credentials of the configuration, the same for everybody. */
    public static final CredentialScope SHARED = new CredentialScope("shared");

    private static final int LONGEST = 200;

    public CredentialScope {
        if (id.isBlank() || id.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "the id of a credential scope has 1 to " + LONGEST + " characters, not " + id.length());
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
