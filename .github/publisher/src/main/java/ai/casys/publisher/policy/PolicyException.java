// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.policy;

/** A policy that cannot be read. The message names the key, the rule and what to write instead. */
public final class PolicyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a message for the person who wrote the policy. */
    public PolicyException(String message) {
        super(message);
    }
}
