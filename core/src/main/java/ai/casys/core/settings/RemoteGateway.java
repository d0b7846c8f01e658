// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The gateway elsewhere that the command line works against. {@code toString} never shows the key.
 *
 * @param url where it is, {@code http} or {@code https}, without a trailing slash
 * @param apiKey what to sign in with
 */
public record RemoteGateway(URI url, Optional<String> apiKey) {

    static final String URL = "CASYS_URL";
    static final String API_KEY = "CASYS_API_KEY";

    public RemoteGateway {
        Objects.requireNonNull(url, "url is null");
        Objects.requireNonNull(apiKey, "apiKey is null");
    }

    /**
     * What the environment says ({@code CASYS_URL}, {@code CASYS_API_KEY}); empty when the gateway is the one of this
     * machine.
     *
     * @throws CasysException (CONFIGURATION) when the address is none
     */
    public static Optional<RemoteGateway> from(Map<String, String> environment) {
        EnvironmentSettings variables = new EnvironmentSettings(environment);
        return variables.text(URL).map(text -> {
            URI url = Addresses.base(text)
                    .orElseThrow(() -> new CasysException(
                            ErrorCategory.CONFIGURATION,
                            "The environment variable CASYS_URL must be an address such as https://casys.example,"
                                    + " without user name, query or fragment."));
            return new RemoteGateway(url, variables.text(API_KEY));
        });
    }

    @Override
    public String toString() {
        return "RemoteGateway[" + url + (apiKey.isPresent() ? ", with a key]" : ", without a key]");
    }
}
