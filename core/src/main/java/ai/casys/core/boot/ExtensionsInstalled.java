// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.settings.Edition;
import ai.casys.core.settings.FeatureFlag;
import ai.casys.core.settings.Mode;
import ai.casys.core.settings.Settings;
import ai.casys.core.spi.Extension;
import ai.casys.core.spi.InstalledEdition;
import ai.casys.core.spi.SettingsSection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The extensions on the class path, none of them started. They are looked for once, and in cloud mode only. Immutable.
 */
public final class ExtensionsInstalled {

    private static final Logger LOG = LoggerFactory.getLogger(ExtensionsInstalled.class);
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    private final List<Extension> extensions;
    private final Set<String> editions;

    private ExtensionsInstalled(List<Extension> extensions, Set<String> editions) {
        this.extensions = List.copyOf(extensions);
        this.editions = Set.copyOf(editions);
    }

    /**
     * Looks for extensions; in local mode there are none, and no class of theirs is touched.
     *
     * @throws CasysException (CONFIGURATION) when a provider cannot be loaded, or two claim the same id, settings
     *     section, flag or edition
     */
    public static ExtensionsInstalled find(Mode mode, ClassLoader classLoader) {
        return switch (mode) {
            case LOCAL -> new ExtensionsInstalled(List.of(), Set.of());
            case CLOUD -> {
                List<Extension> extensions = new ArrayList<>(load(Extension.class, classLoader));
                extensions.forEach(ExtensionsInstalled::check);
                refuseDuplicates("id", extensions, extension -> Optional.of(extension.id()));
                refuseDuplicates("flag", extensions, extension -> Optional.of(extension.flag()));
                refuseDuplicates(
                        "settings section",
                        extensions,
                        extension -> extension.settings().map(SettingsSection::name));
                extensions.sort(Comparator.comparing(Extension::id));
                yield new ExtensionsInstalled(extensions, editions(classLoader));
            }
        };
    }

    /** The settings of all installed extensions, for the settings loader to let through: known keys by section. */
    public Map<String, Set<String>> settingsSections() {
        Map<String, Set<String>> sections = new LinkedHashMap<>();
        extensions.forEach(
                extension -> extension.settings().ifPresent(section -> sections.put(section.name(), section.keys())));
        return sections;
    }

    /**
     * The extensions whose flags are on, still not started. An installed one whose flag is off is logged.
     *
     * @throws CasysException (CONFIGURATION) when a flag is on and nothing installed provides it, or the edition of the
     *     settings is not installed
     */
    public Extensions select(Settings settings) {
        refuseMissingEdition(settings.edition());
        for (FeatureFlag flag : new TreeSet<>(settings.flags())) {
            if (extensions.stream().noneMatch(extension -> extension.flag().equals(flag.name()))) {
                throw refused(flag + " is on but nothing installed provides it. Add the jar that provides " + flag
                        + " (the edition's jar) to the lib folder, or unset " + flag + ".");
            }
        }
        List<Extension> selected = new ArrayList<>();
        for (Extension extension : extensions) {
            if (settings.flags().contains(FeatureFlag.valueOf(extension.flag()))) {
                selected.add(extension);
            } else {
                LOG.info("Extension {} is installed but stays off: {} is not set", extension.id(), extension.flag());
            }
        }
        return new Extensions(selected);
    }

    private void refuseMissingEdition(Edition edition) {
        switch (edition) {
            case CORE -> {}
            case CLOUD -> {
                String name = edition.name().toLowerCase(Locale.ROOT);
                if (!editions.contains(name)) {
                    throw refused(
                            "The edition is " + name + " (CASYS_EDITION or --edition) but it is not installed. Add"
                                    + " the edition's jar to the lib folder, or choose the edition core.");
                }
            }
        }
    }

    private static Set<String> editions(ClassLoader classLoader) {
        Set<String> names = new TreeSet<>();
        for (InstalledEdition edition : load(InstalledEdition.class, classLoader)) {
            if (!names.add(edition.name())) {
                throw refused("The edition " + edition.name() + " is installed twice; keep one jar of it.");
            }
        }
        return names;
    }

    private static <T> List<T> load(Class<T> type, ClassLoader classLoader) {
        try {
            return ServiceLoader.load(type, classLoader).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "An installed extension cannot be loaded: " + e.getMessage()
                            + ". Replace its jar by one built for this version, or remove it.",
                    e);
        }
    }

    private static void check(Extension extension) {
        if (!ID.matcher(extension.id()).matches()) {
            throw refused("The extension of " + extension.getClass().getName() + " is called \"" + extension.id()
                    + "\" but ids are of the form " + ID + "; replace its jar.");
        }
        if (Arrays.stream(FeatureFlag.values()).noneMatch(flag -> flag.name().equals(extension.flag()))) {
            throw refused("The extension " + extension.id() + " is switched on by " + extension.flag()
                    + ", which this version does not know; replace its jar by one built for this version.");
        }
    }

    private static void refuseDuplicates(
            String what, List<Extension> extensions, Function<Extension, Optional<String>> property) {
        Map<String, Extension> first = new LinkedHashMap<>();
        for (Extension extension : extensions) {
            property.apply(extension).ifPresent(value -> {
                Extension earlier = first.putIfAbsent(value, extension);
                if (earlier != null) {
                    throw refused("Two installed extensions have the " + what + " \"" + value + "\": "
                            + earlier.getClass().getName() + " and "
                            + extension.getClass().getName()
                            + ". Remove one of their jars.");
                }
            });
        }
    }

    private static CasysException refused(String message) {
        return new CasysException(ErrorCategory.CONFIGURATION, message);
    }
}
