// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.spi.Extension;
import ai.casys.core.spi.InstalledEdition;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class CloudEditionTest {

    @Test
    void theEditionIsFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(InstalledEdition.class))
                .singleElement()
                .isInstanceOf(CloudEdition.class)
                .extracting(InstalledEdition::name)
                .isEqualTo("cloud");
    }

    @Test
    void everyNamedExtensionCanBeLoaded() {
        assertThat(ServiceLoader.load(Extension.class))
                .allSatisfy(extension -> assertThat(extension.id()).matches("[a-z][a-z0-9-]{0,31}"));
    }
}
