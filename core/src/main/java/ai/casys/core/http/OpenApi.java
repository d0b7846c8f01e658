// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.About;
import ai.casys.core.spi.Route;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The description of this interface (OpenAPI 3.1), with the routes of the extensions that are installed. */
final class OpenApi {

    private static final String RESOURCE = "openapi.json";
    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]*)}");

    private final JsonNode description;

    OpenApi(About about, List<Route> routes) {
        ObjectNode tree = load();
        ((ObjectNode) tree.path("info")).put("version", about.version());
        ObjectNode paths = (ObjectNode) tree.path("paths");
        routes.forEach(route -> describe(paths, route));
        this.description = tree;
    }

    void handle(Context context) {
        Answers.json(context, 200, description);
    }

    private static void describe(ObjectNode paths, Route route) {
        JsonNode known = paths.path(route.path());
        ObjectNode path = known.isObject() ? (ObjectNode) known : paths.putObject(route.path());
        ObjectNode operation = path.putObject(route.method().toLowerCase(Locale.ROOT));
        operation.put("summary", "Route of an extension");
        operation.putArray("tags").add("extensions");
        Matcher parameters = PARAMETER.matcher(route.path());
        while (parameters.find()) {
            operation
                    .withArray("/parameters")
                    .addObject()
                    .put("name", parameters.group(1))
                    .put("in", "path")
                    .put("required", true)
                    .putObject("schema")
                    .put("type", "string");
        }
        operation.putObject("responses").putObject("default").put("description", "As the extension documents.");
    }

    private static ObjectNode load() {
        try (InputStream in = OpenApi.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("resource " + RESOURCE + " is missing from the jar");
            }
            return (ObjectNode) JsonMapper.builder().build().readTree(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
