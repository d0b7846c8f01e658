// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;

/** Tells a server that was never reached from one that was lost after it may have got the message. */
final class ConnectionLoss {

    private ConnectionLoss() {}

    /** Only before there was a connection is it certain that the server has not got the message. */
    static TransportException of(HttpEndpoint endpoint, String reason, IOException problem) {
        boolean neverConnected = problem instanceof ConnectException
                || problem instanceof ConnectTimeoutException
                || problem instanceof NoRouteToHostException
                || problem instanceof UnknownHostException
                || problem instanceof SSLHandshakeException
                || problem instanceof SSLPeerUnverifiedException;
        if (neverConnected) {
            return new TransportException(
                    TransportException.Kind.CONNECT,
                    "\"" + endpoint + "\" cannot be reached: " + reason + "; "
                            + CertificateProblem.remedy(problem).orElse("check the address and that the server runs"),
                    problem);
        }
        return new TransportException(
                TransportException.Kind.CLOSED,
                "the connection to \"" + endpoint + "\" ended before the answer: " + reason,
                problem);
    }
}
