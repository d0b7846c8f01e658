// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import ai.casys.core.spi.Extension;
import ai.casys.core.spi.ExtensionContext;
import ai.casys.core.spi.InstalledEdition;
import ai.casys.core.spi.Migration;
import ai.casys.core.spi.Route;
import ai.casys.core.spi.RouteResponse;
import ai.casys.core.spi.Secret;
import ai.casys.core.spi.SecretProvider;
import ai.casys.core.spi.SettingsSection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Extensions written by hand; {@link java.util.ServiceLoader} makes them, so what they did is kept in one list. */
public final class FakeExtensions {

    /** What was started and stopped, in order. */
    static final List<String> EVENTS = new CopyOnWriteArrayList<>();

    private FakeExtensions() {}

    /** Has one of everything. */
    public static final class Full extends Fake {

        private Optional<String> color = Optional.empty();

        public Full() {
            super("full", "ENABLE_BYOK");
        }

        @Override
        public Optional<SettingsSection> settings() {
            return Optional.of(new SettingsSection("full", Set.of("color")));
        }

        @Override
        public List<Migration> migrations() {
            return List.of(new Migration("casys_full", "ai/casys/core/boot/full-migration"));
        }

        @Override
        public void start(ExtensionContext context) {
            super.start(context);
            color = Optional.ofNullable(context.settings().get("color"));
        }

        @Override
        public Optional<SecretProvider> secrets() {
            return Optional.of((tenant, name) -> name.equals("github") ? color.map(Secret::new) : Optional.empty());
        }

        @Override
        public List<Route> routes() {
            return List.of(new Route(
                    "GET",
                    "/api/v1/full/{id}",
                    Set.of("full:read"),
                    request -> RouteResponse.json(
                            200, "{\"id\":\"" + request.pathParameters().get("id") + "\"}")));
        }
    }

    /** Contributes nothing. */
    public static final class Plain extends Fake {
        public Plain() {
            super("plain", "ENABLE_SSO");
        }
    }

    /** Has the id of another. */
    public static final class SameId extends Fake {
        public SameId() {
            super("plain", "ENABLE_BILLING");
        }
    }

    /** Has the settings section of another. */
    public static final class SameSection extends Fake {
        public SameSection() {
            super("same-section", "ENABLE_BILLING");
        }

        @Override
        public Optional<SettingsSection> settings() {
            return Optional.of(new SettingsSection("full", Set.of()));
        }
    }

    /** Provides secrets too. */
    public static final class OtherSecrets extends Fake {
        public OtherSecrets() {
            super("other-secrets", "ENABLE_ANALYTICS");
        }

        @Override
        public Optional<SecretProvider> secrets() {
            return Optional.of(SecretProvider.NONE);
        }
    }

    /** Wants the route and the schema of another. */
    public static final class Clashing extends Fake {
        public Clashing() {
            super("clashing", "ENABLE_CONNECTOR");
        }

        @Override
        public List<Migration> migrations() {
            return List.of(new Migration("casys_full", "elsewhere"));
        }

        @Override
        public List<Route> routes() {
            return List.of(new Route("GET", "/api/v1/full/{name}", Set.of(), request -> RouteResponse.json(200, "{}")));
        }
    }

    /** Does not start. */
    public static final class Failing extends Fake {
        public Failing() {
            super("z-failing", "ENABLE_RATE_LIMITING");
        }

        @Override
        public void start(ExtensionContext context) {
            throw new IllegalStateException("secret detail");
        }
    }

    /** Belongs to a flag of another version. */
    public static final class UnknownFlag extends Fake {
        public UnknownFlag() {
            super("teleport", "ENABLE_TELEPORT");
        }
    }

    /** Says that the edition is installed. */
    public static final class FakeEdition implements InstalledEdition {
        @Override
        public String name() {
            return "cloud";
        }
    }

    abstract static class Fake implements Extension {

        private final String id;
        private final String flag;

        Fake(String id, String flag) {
            this.id = id;
            this.flag = flag;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public String flag() {
            return flag;
        }

        @Override
        public void start(ExtensionContext context) {
            EVENTS.add("start " + id);
        }

        @Override
        public void stop() {
            EVENTS.add("stop " + id);
        }
    }
}
