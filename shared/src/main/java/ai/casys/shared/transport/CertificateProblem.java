// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What whoever runs us can do about a server whose certificate was refused. */
final class CertificateProblem {

    private static final int DEEPEST_CAUSE = 16;

    private CertificateProblem() {}

    /** Advice for a failed connection; empty if it did not fail for TLS. */
    static Optional<String> remedy(Throwable problem) {
        if (has(problem, cause -> cause instanceof CertificateExpiredException)) {
            return Optional.of("its certificate has expired: whoever runs the server must renew it");
        }
        if (has(problem, cause -> cause instanceof CertificateNotYetValidException)) {
            return Optional.of("its certificate is not valid yet: check the clocks of both machines");
        }
        if (has(problem, CertificateProblem::isOfAnotherName)) {
            return Optional.of("its certificate is for another name: write the address with a name that it is for");
        }
        if (has(
                problem,
                cause -> cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException)) {
            return Optional.of(
                    "its certificate comes from no authority that Java trusts: put that of its authority into"
                            + " a trust store and start Java with -Djavax.net.ssl.trustStore=FILE"
                            + " (CASYS_JAVA_OPTS adds options)");
        }
        return has(problem, SSLException.class::isInstance)
                ? Optional.of("check that the address is one of https and that the server speaks TLS 1.2 or 1.3")
                : Optional.empty();
    }

    /** The JDK has no exception of its own for it. */
    private static boolean isOfAnotherName(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return cause instanceof SSLPeerUnverifiedException
                || (cause instanceof CertificateException
                        && (message.startsWith("No subject alternative") || message.startsWith("No name matching")));
    }

    private static boolean has(Throwable problem, Predicate<Throwable> trait) {
        return Stream.iterate(problem, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .anyMatch(trait);
    }
}
