// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.e2e;

import ai.casys.core.spi.Extension;
import ai.casys.core.spi.ExtensionContext;
import ai.casys.core.spi.Migration;
import ai.casys.core.spi.Route;
import ai.casys.core.spi.RouteRequest;
import ai.casys.core.spi.RouteResponse;
import ai.casys.core.spi.TenantDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** An extension as a real one would be: a table of its own, two routes, a life. */
public final class NotesExtension implements Extension {

    private Optional<TenantDatabase> database = Optional.empty();

    @Override
    public String id() {
        return "notes";
    }

    @Override
    public String flag() {
        return "ENABLE_ANALYTICS";
    }

    @Override
    public List<Migration> migrations() {
        return List.of(new Migration("casys_notes", "e2e/notes"));
    }

    @Override
    public void start(ExtensionContext context) {
        database = Optional.of(context.database());
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route("POST", "/api/v1/notes", Set.of(), this::add),
                new Route("GET", "/api/v1/notes", Set.of(), this::list));
    }

    private RouteResponse add(RouteRequest request) {
        String body = new String(request.body().bytes(), StandardCharsets.UTF_8);
        int added = database.orElseThrow().inTenant(request.caller().tenant(), connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("INSERT INTO casys_notes.note VALUES (?, ?, ?)")) {
                statement.setObject(1, request.caller().tenant().value());
                statement.setObject(2, UUID.randomUUID());
                statement.setString(3, body);
                return statement.executeUpdate();
            }
        });
        return RouteResponse.json(201, "{\"added\":" + added + "}");
    }

    private RouteResponse list(RouteRequest request) {
        String notes = database.orElseThrow().inTenant(request.caller().tenant(), connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                            "SELECT coalesce(json_agg(body), '[]')::text FROM casys_notes.note");
                    ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        });
        return RouteResponse.json(200, notes);
    }
}
