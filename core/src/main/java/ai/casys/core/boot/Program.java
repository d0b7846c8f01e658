// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import ai.casys.core.api.About;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Objects;
import java.util.Properties;

/** What the program knows of itself. */
public final class Program {

    private Program() {}

    /** Name, version as in the pom it was built from, licence, and where its source is offered. */
    public static About about() {
        Properties properties = new Properties();
        try (InputStream in = Program.class.getResourceAsStream("/ai/casys/core/product.properties")) {
            properties.load(Objects.requireNonNull(in, "product.properties is not on the class path"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new About(
                "casys",
                properties.getProperty("version"),
                "AGPL-3.0-only",
                URI.create("https://github.com/Casys-AI/casys-intelligence"));
    }
}
