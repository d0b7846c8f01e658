// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The environment variables of the product; a blank one counts as not set. */
final class EnvironmentSettings {

    static final String HOME = "CASYS_HOME";
    static final String HOST = "CASYS_HOST";
    static final String PORT = "CASYS_PORT";
    static final String PUBLIC_URL = "CASYS_PUBLIC_URL";
    static final String CONFIG = "CASYS_CONFIG";
    static final String ENV = "CASYS_ENV";
    static final String EDITION = "CASYS_EDITION";
    static final String KEYSET = "CASYS_KEYSET";
    static final String SEARCH_MODELS = "CASYS_SEARCH_MODELS";
    static final String DATABASE_URL = "DATABASE_URL";
    static final String DATABASE_APP_URL = "DATABASE_APP_URL";

    /** Every variable that begins with {@code CASYS_} and means something to some part of the product. */
    static final Set<String> KNOWN = Set.of(
            HOME,
            HOST,
            PORT,
            PUBLIC_URL,
            CONFIG,
            ENV,
            EDITION,
            RemoteGateway.URL,
            RemoteGateway.API_KEY,
            KEYSET,
            SEARCH_MODELS,
            // Read by the start script, which hands its environment on.
            "CASYS_EXTENSIONS",
            "CASYS_JAVA_OPTS",
            "CASYS_JVM_FOLDERS",
            "CASYS_MAVEN_FOLDER");

    /** Switches of the test suite, which may run with a gateway as child process. */
    private static final String OF_TESTS = "CASYS_TEST_";

    private final Map<String, String> environment;

    EnvironmentSettings(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** Refuses variables that begin with {@code CASYS_} but are none of ours: a typo must not lose a setting. */
    void refuseUnknown() {
        for (String name : new TreeSet<>(environment.keySet())) {
            if (!name.startsWith("CASYS_") || name.startsWith(OF_TESTS) || KNOWN.contains(name)) {
                continue;
            }
            String remedy = Suggestion.nearest(name.substring("CASYS_".length()), withoutPrefix())
                    .map(nearest -> "did you mean CASYS_" + nearest + "?")
                    .orElseGet(() -> "known are " + String.join(", ", new TreeSet<>(KNOWN)) + ".");
            throw new CasysException(
                    ErrorCategory.CONFIGURATION, "The environment variable " + name + " is not known; " + remedy);
        }
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    Optional<Integer> port() {
        return text(PORT).map(text -> {
            try {
                int port = Integer.parseInt(text);
                if (port >= 0 && port <= 65_535) {
                    return port;
                }
            } catch (NumberFormatException e) {
                // Falls through to the one error for everything that is no port.
            }
            throw wrong(PORT, text, "must be a whole number from 0 to 65535");
        });
    }

    Optional<List<SearchSettings.Model>> searchModels() {
        return text(SEARCH_MODELS).map(text -> {
            if (text.toLowerCase(Locale.ROOT).equals("none")) {
                return List.of();
            }
            return Arrays.stream(text.split(",", -1))
                    .map(String::strip)
                    .map(name -> SearchSettings.Model.named(name)
                            .orElseThrow(() ->
                                    wrong(SEARCH_MODELS, text, "must be minilm, bge, both with a comma, or none")))
                    .toList();
        });
    }

    Optional<Edition> edition() {
        return text(EDITION).map(text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "core" -> Edition.CORE;
            case "cloud" -> Edition.CLOUD;
            default -> throw wrong(EDITION, text, "must be core or cloud");
        });
    }

    boolean production() {
        return text(ENV)
                .map(text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "production" -> true;
                    case "development", "test" -> false;
                    default -> throw wrong(ENV, text, "must be production, development or test");
                })
                .orElse(false);
    }

    Set<FeatureFlag> flags() {
        Set<FeatureFlag> flags = EnumSet.noneOf(FeatureFlag.class);
        for (FeatureFlag flag : FeatureFlag.values()) {
            boolean on = text(flag.name())
                    .map(text -> switch (text.toLowerCase(Locale.ROOT)) {
                        case "true", "1", "on", "yes" -> true;
                        case "false", "0", "off", "no" -> false;
                        default -> throw wrong(flag.name(), text, "must be true or false");
                    })
                    .orElse(false);
            if (on) {
                flags.add(flag);
            }
        }
        return flags;
    }

    static CasysException wrong(String name, String value, String rule) {
        return new CasysException(
                ErrorCategory.CONFIGURATION,
                "The environment variable " + name + " is \"" + value + "\" but " + rule + ".");
    }

    private static Set<String> withoutPrefix() {
        Set<String> names = new TreeSet<>();
        KNOWN.forEach(name -> names.add(name.substring("CASYS_".length())));
        return names;
    }
}
