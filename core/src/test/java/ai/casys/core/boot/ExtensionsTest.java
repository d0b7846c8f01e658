// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.boot.FakeExtensions.Clashing;
import ai.casys.core.boot.FakeExtensions.Failing;
import ai.casys.core.boot.FakeExtensions.FakeEdition;
import ai.casys.core.boot.FakeExtensions.Full;
import ai.casys.core.boot.FakeExtensions.OtherSecrets;
import ai.casys.core.boot.FakeExtensions.Plain;
import ai.casys.core.boot.FakeExtensions.SameId;
import ai.casys.core.boot.FakeExtensions.SameSection;
import ai.casys.core.boot.FakeExtensions.UnknownFlag;
import ai.casys.core.settings.LoadedSettings;
import ai.casys.core.settings.Mode;
import ai.casys.core.settings.Overrides;
import ai.casys.core.settings.Settings;
import ai.casys.core.settings.SettingsLoader;
import ai.casys.core.spi.Body;
import ai.casys.core.spi.Extension;
import ai.casys.core.spi.InstalledEdition;
import ai.casys.core.spi.Route;
import ai.casys.core.spi.RouteRequest;
import ai.casys.core.spi.Secret;
import ai.casys.core.spi.SecretProvider;
import ai.casys.core.spi.TenantDatabase;
import ai.casys.shared.identity.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fakes are named in a services file of a temporary folder, as in a jar of their own, so that no other test runs
 * with them.
 */
class ExtensionsTest {

    private static final TenantDatabase NO_DATABASE = new TenantDatabase() {
        @Override
        public <R> R inTenant(TenantId tenant, Work<R> work) {
            throw new AssertionError("nobody asked for the database");
        }
    };

    @TempDir
    private Path jar;

    @BeforeEach
    @AfterEach
    void forgetEvents() {
        FakeExtensions.EVENTS.clear();
    }

    @Test
    void anExtensionThatIsOnContributesEverything() throws IOException {
        ExtensionsInstalled installed = installed(Full.class, Plain.class);
        assertThat(installed.settingsSections()).isEqualTo(Map.of("full", Set.of("color")));
        Extensions extensions = installed.select(settings("ENABLE_BYOK", "ENABLE_SSO"));
        assertThat(extensions.migrations()).singleElement().satisfies(owned -> {
            assertThat(owned.extension()).isEqualTo("full");
            assertThat(owned.migration().schema()).isEqualTo("casys_full");
            try (InputStream sql =
                    owned.classLoader().getResourceAsStream(owned.migration().location() + "/V1__create.sql")) {
                assertThat(sql).isNotNull();
            }
        });
        extensions.start(Map.of("full", Map.of("color", "red")), NO_DATABASE);
        assertThat(extensions.running()).containsExactly("full", "plain");
        assertThat(extensions.secrets().find(TenantId.LOCAL, "github")).contains(new Secret("red"));
        assertThat(extensions.secrets().find(TenantId.LOCAL, "other")).isEmpty();
        Route route = extensions.routes().getFirst();
        RouteRequest request =
                new RouteRequest(Caller.LOCAL, Map.of("id", "7"), Map.of(), Map.of("X-Any", List.of("v")), Body.EMPTY);
        assertThat(request.header("x-ANY")).contains("v");
        assertThat(route.handler().handle(request).body().text()).isEqualTo("{\"id\":\"7\"}");
        extensions.close();
        extensions.close();
        assertThat(FakeExtensions.EVENTS).containsExactly("start full", "start plain", "stop plain", "stop full");
    }

    @Test
    void inLocalModeNoProviderIsEvenLookedAt() throws IOException {
        services(Extension.class, "this is no class name");
        assertThat(ExtensionsInstalled.find(Mode.LOCAL, loader()).settingsSections())
                .isEmpty();
    }

    @Test
    void whatIsInstalledButOffIsNotStarted() throws IOException {
        Extensions extensions = installed(Full.class, Plain.class).select(settings("ENABLE_SSO"));
        extensions.start(Map.of(), NO_DATABASE);
        assertThat(extensions.running()).containsExactly("plain");
        assertThat(extensions.secrets()).isSameAs(SecretProvider.NONE);
        assertThat(extensions.secrets().find(TenantId.LOCAL, "github")).isEmpty();
        assertThat(extensions.routes()).isEmpty();
        assertThat(extensions.migrations()).isEmpty();
        assertThat(FakeExtensions.EVENTS).containsExactly("start plain");
    }

    @Test
    void aFlagWithNothingBehindItIsRefused() throws IOException {
        ExtensionsInstalled installed = installed(Plain.class);
        refused(() -> installed.select(settings("ENABLE_SSO", "ENABLE_BILLING")), "ENABLE_BILLING", "jar", "unset");
    }

    @Test
    void anEditionThatIsNotInstalledIsRefused() throws IOException {
        Settings settings = settings(Map.of("CASYS_EDITION", "cloud"));
        ExtensionsInstalled without = installed(Plain.class);
        refused(() -> without.select(settings), "edition is cloud", "not installed");
        services(InstalledEdition.class, FakeEdition.class.getName());
        assertThat(ExtensionsInstalled.find(Mode.CLOUD, loader()).select(settings))
                .isNotNull();
    }

    @Test
    void duplicatesAreRefused() throws IOException {
        refused(() -> installed(Plain.class, SameId.class), "two installed", "id \"plain\"", "Remove one");
        refused(() -> installed(Full.class, SameSection.class), "settings section \"full\"", "Remove one");
    }

    @Test
    void aSecondProviderOfASingularPointIsRefusedAndEverythingStopped() throws IOException {
        Extensions extensions =
                installed(Full.class, OtherSecrets.class).select(settings("ENABLE_BYOK", "ENABLE_ANALYTICS"));
        refused(() -> extensions.start(Map.of(), NO_DATABASE), "secrets", "full", "other-secrets");
        assertThat(FakeExtensions.EVENTS)
                .containsExactly("start full", "start other-secrets", "stop other-secrets", "stop full");
    }

    @Test
    void aSecondRouteOfTheSameShapeIsRefused() throws IOException {
        Extensions extensions =
                installed(Full.class, Clashing.class).select(settings("ENABLE_BYOK", "ENABLE_CONNECTOR"));
        refused(() -> extensions.start(Map.of(), NO_DATABASE), "GET /api/v1/full/{}", "clashing", "full");
        assertThat(extensions.running()).isEmpty();
    }

    @Test
    void aSecondOwnerOfASchemaIsRefused() throws IOException {
        Extensions extensions =
                installed(Full.class, Clashing.class).select(settings("ENABLE_BYOK", "ENABLE_CONNECTOR"));
        refused(extensions::migrations, "schema casys_full", "clashing", "full");
    }

    @Test
    void aFailingStartStopsThoseThatRunInReverse() throws IOException {
        Extensions extensions = installed(Plain.class, Failing.class, Full.class)
                .select(settings("ENABLE_SSO", "ENABLE_BYOK", "ENABLE_RATE_LIMITING"));
        assertThatThrownBy(() -> extensions.start(Map.of(), NO_DATABASE))
                .isInstanceOf(CasysException.class)
                .hasMessageContainingAll("z-failing", "ENABLE_RATE_LIMITING")
                .hasMessageNotContaining("secret detail");
        assertThat(FakeExtensions.EVENTS).containsExactly("start full", "start plain", "stop plain", "stop full");
        assertThat(extensions.running()).isEmpty();
        assertThat(extensions.routes()).isEmpty();
    }

    @Test
    void anExtensionForAnotherVersionIsRefused() throws IOException {
        refused(() -> installed(UnknownFlag.class), "ENABLE_TELEPORT", "built for this version");
    }

    @Test
    void aBrokenServicesFileIsRefused() throws IOException {
        for (String content :
                List.of("this is no class name", "ai.casys.core.boot.Missing", ExtensionsTest.class.getName())) {
            services(Extension.class, content);
            refused(() -> ExtensionsInstalled.find(Mode.CLOUD, loader()), "cannot be loaded", "jar");
        }
    }

    private static void refused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOfSatisfying(CasysException.class, e -> {
            assertThat(e.category()).isEqualTo(ErrorCategory.CONFIGURATION);
            assertThat(e.category().exitCode()).isEqualTo(78);
            Arrays.stream(parts).forEach(part -> assertThat(e.getMessage()).containsIgnoringCase(part));
        });
    }

    private ExtensionsInstalled installed(Class<?>... extensions) throws IOException {
        services(Extension.class, Arrays.stream(extensions).map(Class::getName).collect(Collectors.joining("\n")));
        return ExtensionsInstalled.find(Mode.CLOUD, loader());
    }

    private void services(Class<?> type, String content) throws IOException {
        Path folder = Files.createDirectories(jar.resolve("META-INF/services"));
        Files.writeString(folder.resolve(type.getName()), content, StandardCharsets.UTF_8);
    }

    private ClassLoader loader() throws MalformedURLException {
        return new URLClassLoader(
                new URL[] {URI.create(jar.toUri().toString()).toURL()}, ExtensionsTest.class.getClassLoader());
    }

    private Settings settings(String... flags) {
        return settings(Arrays.stream(flags).collect(Collectors.toMap(flag -> flag, flag -> "true")));
    }

    private Settings settings(Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("GITHUB_CLIENT_ID", "id");
        LoadedSettings loaded =
                SettingsLoader.of(environment, jar, Overrides.NONE).load();
        return loaded.settings();
    }
}
