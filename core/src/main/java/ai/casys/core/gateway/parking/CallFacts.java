// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway.parking;

/**
 * What a call is.
 *
 * @param server the server behind that is called, at most 200 characters
 * @param method the MCP method, at most 200 characters
 * @param paramsDigest stands for the parameters; a retry has to bring the same; at most 200 characters
 */
public record CallFacts(String server, String method, String paramsDigest) {

    private static final int LONGEST = 200;

    public CallFacts {
        require("server", server);
        require("method", method);
        require("paramsDigest", paramsDigest);
    }

    private static void require(String name, String value) {
        if (value.isEmpty() || value.length() > LONGEST || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(name + " must be 1 to " + LONGEST + " characters without U+0000");
        }
    }
}
