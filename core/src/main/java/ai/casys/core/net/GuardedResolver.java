// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.net;

import ai.casys.core.api.Cancellation;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Names to addresses that may be reached. The lookup runs on a virtual thread of its own, because the operating system
 * cannot be interrupted in it; a lookup that outlives its deadline is left behind and its answer dropped.
 */
final class GuardedResolver {

    private static final Set<Integer> USUAL_PORTS = Set.of(80, 443, 8080, 8443);

    private final AddressGuard guard;
    private final HostResolver resolver;

    GuardedResolver(AddressGuard guard, HostResolver resolver) {
        this.guard = guard;
        this.resolver = resolver;
    }

    /**
     * The addresses to connect to. One forbidden address among several is enough to refuse: a name that is half inside
     * is an attack or a mistake, and neither should depend on the order of answers.
     *
     * @throws CasysException {@code NOT_PERMITTED}, {@code NOT_FOUND} for an unknown name, or {@code TIMEOUT}
     */
    List<InetAddress> resolve(TargetUrl url, Duration timeout, Cancellation cancellation) {
        List<InetAddress> addresses =
                url.literal().map(List::of).orElseGet(() -> ask(url.host(), timeout, cancellation));
        if (addresses.isEmpty()) {
            throw unknown(url.host());
        }
        for (InetAddress address : addresses) {
            if (!guard.allows(url.host(), address)) {
                throw new CasysException(
                        ErrorCategory.NOT_PERMITTED,
                        "Host \"" + url.host() + "\" is not on the public internet, and private addresses are closed to"
                                + " the web tools. The operator can open it in the setting casys.builtin.web.allow.");
            }
            if (!USUAL_PORTS.contains(url.port()) && !guard.isNamed(url.host(), address)) {
                throw new CasysException(
                        ErrorCategory.NOT_PERMITTED,
                        "Port " + url.port() + " is closed to the web tools; open are 80, 443, 8080 and 8443, and every"
                                + " port of a host that the operator names in the setting casys.builtin.web.allow.");
            }
        }
        return addresses;
    }

    private List<InetAddress> ask(String host, Duration timeout, Cancellation cancellation) {
        FutureTask<List<InetAddress>> lookup = new FutureTask<>(() -> List.copyOf(resolver.resolve(host)));
        Thread.ofVirtual().name("resolve-" + host).start(lookup);
        try (Cancellation.Registration _ = cancellation.onCancel(() -> lookup.cancel(true))) {
            return lookup.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new CasysException(
                    ErrorCategory.TIMEOUT, "The name server did not answer for \"" + host + "\" in time.", e);
        } catch (ExecutionException _) {
            throw unknown(host);
        } catch (CancellationException e) {
            throw new CasysException(ErrorCategory.CANCELLED, "The request was withdrawn by its caller.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CasysException(ErrorCategory.CANCELLED, "The lookup of \"" + host + "\" was interrupted.", e);
        }
    }

    private static CasysException unknown(String host) {
        return new CasysException(
                ErrorCategory.NOT_FOUND, "No address is known for host \"" + host + "\"; check its spelling.");
    }
}
