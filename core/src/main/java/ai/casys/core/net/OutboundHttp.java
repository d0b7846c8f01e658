// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.net;

import ai.casys.core.api.Cancellation;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;

/**
 * The way to the public internet for addresses that a model or a user chose. Every hop, redirects included, has its
 * address checked and connects to exactly the checked address; nothing is kept between requests: no connections, no
 * cookies, no credentials; proxy settings of the environment are not read. Thread-safe; a request runs on the calling
 * thread, watched by a virtual thread that ends it at its deadline.
 */
public final class OutboundHttp {

    private static final int MAX_REDIRECTS = 5;
    private static final Set<String> SECRET_HEADERS = Set.of("authorization", "cookie", "proxy-authorization");

    private final GuardedResolver resolver;
    private final TlsSocketStrategy tls = DefaultClientTlsStrategy.createDefault();

    /**
     * @param guard which addresses may be reached
     * @param resolver asks for addresses; what it says is checked
     */
    public OutboundHttp(AddressGuard guard, HostResolver resolver) {
        this.resolver = new GuardedResolver(guard, resolver);
    }

    /**
     * Sends the request and reads the body up to its limit.
     *
     * @throws CasysException {@code INVALID_INPUT} for a URL that is none, {@code NOT_PERMITTED} for one that is closed,
     *     {@code NOT_FOUND} for an unknown host, {@code UPSTREAM_FAILED}, {@code TIMEOUT} or {@code CANCELLED}
     */
    public OutboundResponse send(OutboundRequest request) {
        Instant deadline = Instant.now().plus(request.timeout());
        TargetUrl first = TargetUrl.parse(request.url());
        TargetUrl url = first;
        Set<String> seen = new HashSet<>();
        for (int redirects = 0; ; redirects++) {
            if (!seen.add(url.uri().toString())) {
                throw failed("The server redirects in a circle, back to " + url.uri() + ".");
            }
            if (redirects > MAX_REDIRECTS) {
                throw failed("The server redirects more than " + MAX_REDIRECTS + " times; the last target is "
                        + url.uri() + ".");
            }
            Answer answer = exchange(request, headersFor(request, first, url), url, deadline);
            if (answer.location().isEmpty()) {
                return new OutboundResponse(answer.status(), url.uri(), redirects, answer.contentType(), answer.body());
            }
            TargetUrl next = url.resolve(answer.location().get());
            if (url.isSecure() && !next.isSecure()) {
                throw new CasysException(
                        ErrorCategory.NOT_PERMITTED,
                        "The server redirects from https to the unprotected " + next.uri()
                                + ", which is not followed.");
            }
            url = next;
        }
    }

    private Answer exchange(OutboundRequest request, Map<String, String> headers, TargetUrl url, Instant deadline) {
        Duration left = remaining(deadline, request.cancellation());
        try (Hop hop = new Hop(
                url,
                resolver.resolve(url, left, request.cancellation()),
                tls,
                remaining(deadline, request.cancellation()))) {
            Cancellation.Registration registration = request.cancellation().onCancel(hop::abort);
            Thread watch = Thread.ofVirtual().name("deadline-" + url.host()).start(() -> abortAt(deadline, hop));
            try {
                return hop.exchange(request, headers);
            } catch (IOException e) {
                remaining(deadline, request.cancellation());
                throw new CasysException(
                        ErrorCategory.UPSTREAM_FAILED,
                        "The request to " + url.host() + " failed: " + reason(e) + ".",
                        e);
            } finally {
                watch.interrupt();
                registration.close();
            }
        }
    }

    private static void abortAt(Instant deadline, Hop hop) {
        try {
            Duration left = Duration.between(Instant.now(), deadline);
            if (left.isPositive()) {
                Thread.sleep(left);
            }
            hop.abort();
        } catch (InterruptedException _) {
            // The exchange ended in time; interrupting is how it says so.
        }
    }

    private static Duration remaining(Instant deadline, Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            throw new CasysException(ErrorCategory.CANCELLED, "The request was withdrawn by its caller.");
        }
        Duration left = Duration.between(Instant.now(), deadline);
        if (!left.isPositive()) {
            throw new CasysException(
                    ErrorCategory.TIMEOUT, "The server did not deliver everything within the time limit.");
        }
        return left;
    }

    private static Map<String, String> headersFor(OutboundRequest request, TargetUrl first, TargetUrl url) {
        Map<String, String> headers = new HashMap<>(request.headers());
        if (!first.sameOrigin(url)) {
            headers.keySet().removeIf(name -> SECRET_HEADERS.contains(name.toLowerCase(Locale.ROOT)));
        }
        return headers;
    }

    private static CasysException failed(String message) {
        return new CasysException(ErrorCategory.UPSTREAM_FAILED, message);
    }

    private static String reason(IOException e) {
        return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
    }

    /** What one hop brought: a redirect target, or a body. */
    record Answer(int status, Optional<String> contentType, Optional<String> location, Body body) {}
}
