// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog.store;

import static ai.casys.core.storage.generated.Tables.CATALOG_SERVER;
import static ai.casys.core.storage.generated.Tables.CATALOG_TOOL;
import static ai.casys.core.storage.generated.Tables.CATALOG_TOOL_CHANGE;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.catalog.safety.ToolPin;
import ai.casys.core.storage.Database;
import ai.casys.core.storage.generated.CatalogToolChangeRecord;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The catalogue's tables. Each method is one transaction; blocking; safe for any number of threads. */
public final class CatalogStore {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogStore.class);

    private final Database database;
    private final Clock clock;

    public CatalogStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Notes that a server is there, new or known, and what it says of itself.
     *
     * @throws CasysException {@link ErrorCategory#INVALID_INPUT} if a text holds the character U+0000
     */
    public void saveServer(TenantId tenant, ServerRecord server) {
        StorableText.require("the server's name", server.name());
        String serverName = StorableText.require(
                "the name that server \"" + server.name() + "\" gives itself",
                server.implementation().name());
        String serverVersion = StorableText.require(
                "the version of server \"" + server.name() + "\"",
                server.implementation().version());
        String instructions = server.instructions()
                .map(text -> StorableText.require("the instructions of server \"" + server.name() + "\"", text))
                .orElse(null);
        OffsetDateTime now = now();
        database.<Integer>inTenant(
                tenant,
                context -> context.insertInto(CATALOG_SERVER)
                        .set(CATALOG_SERVER.TENANT_ID, tenant.value())
                        .set(CATALOG_SERVER.NAME, server.name())
                        .set(
                                CATALOG_SERVER.PROTOCOL_VERSION,
                                server.protocolVersion().text())
                        .set(CATALOG_SERVER.SERVER_NAME, serverName)
                        .set(CATALOG_SERVER.SERVER_VERSION, serverVersion)
                        .set(CATALOG_SERVER.INSTRUCTIONS, instructions)
                        .set(CATALOG_SERVER.FIRST_SEEN, now)
                        .set(CATALOG_SERVER.LAST_SEEN, now)
                        .onConflict(CATALOG_SERVER.TENANT_ID, CATALOG_SERVER.NAME)
                        .doUpdate()
                        .set(CATALOG_SERVER.PROTOCOL_VERSION, DSL.excluded(CATALOG_SERVER.PROTOCOL_VERSION))
                        .set(CATALOG_SERVER.SERVER_NAME, DSL.excluded(CATALOG_SERVER.SERVER_NAME))
                        .set(CATALOG_SERVER.SERVER_VERSION, DSL.excluded(CATALOG_SERVER.SERVER_VERSION))
                        .set(CATALOG_SERVER.INSTRUCTIONS, DSL.excluded(CATALOG_SERVER.INSTRUCTIONS))
                        .set(CATALOG_SERVER.LAST_SEEN, DSL.excluded(CATALOG_SERVER.LAST_SEEN))
                        .setNull(CATALOG_SERVER.GONE_AT)
                        .execute());
    }

    /**
     * Makes the catalogue say what a server's complete list says. Two lists of the same server are taken in one after the
     * other. Of two tools with the same name the first counts.
     *
     * @throws CasysException {@link ErrorCategory#NOT_FOUND} if the server was not saved before,
     *     {@link ErrorCategory#INVALID_INPUT} if a tool's name holds the character U+0000
     */
    public ToolSync saveTools(TenantId tenant, String server, List<CatalogTool> tools) {
        return saveTools(tenant, server, tools, List.of());
    }

    /**
     * {@link #saveTools(TenantId, String, List)}, and in the same transaction pins tools of the list that were never
     * pinned. A pin that is there already stays.
     *
     * @param pins their hashes are those of the list's tools
     */
    public ToolSync saveTools(TenantId tenant, String server, List<CatalogTool> tools, List<ToolPin> pins) {
        ToolSync sync = database.inTenant(tenant, context -> {
            ToolSync taken = new ToolSynchronisation(context, tenant, server, now()).take(tools);
            new ToolPins(context, tenant).add(pins, tools);
            return taken;
        });
        if (!sync.isEmpty()) {
            LOG.info(
                    "catalogue of {}: {} tools added, {} changed, {} gone",
                    server,
                    sync.added().size(),
                    sync.changed().size(),
                    sync.gone().size());
        }
        return sync;
    }

    /** All tools that are there, by server and name. */
    public List<CatalogTool> load(TenantId tenant) {
        return database.inTenant(tenant, context -> {
            List<CatalogTool> tools = new ArrayList<>();
            context.select(CATALOG_TOOL.SERVER, CATALOG_TOOL.NAME, CATALOG_TOOL.DEFINITION, CATALOG_TOOL.CONTENT_HASH)
                    .from(CATALOG_TOOL)
                    .where(CATALOG_TOOL.GONE_AT.isNull())
                    .orderBy(CATALOG_TOOL.SERVER, CATALOG_TOOL.NAME)
                    .forEach(row -> tools.add(new CatalogTool(
                            new ToolKey(row.value1(), row.value2()),
                            Tool.parse(RawJson.ofTrusted(row.value3())),
                            row.value4())));
            return List.copyOf(tools);
        });
    }

    /** The pins of all tools, of those too that are gone. */
    public List<ToolPin> pins(TenantId tenant) {
        return database.inTenant(tenant, context -> new ToolPins(context, tenant).all());
    }

    /** The definition that the tool is pinned to, as it came. */
    public Optional<RawJson> pinnedDefinition(TenantId tenant, ToolKey key) {
        return database.inTenant(tenant, context -> new ToolPins(context, tenant).definition(key));
    }

    /** Pins the tool to this definition, whatever it was pinned to before. */
    public ToolPin approve(TenantId tenant, CatalogTool tool, String by) {
        return database.inTenant(tenant, context -> new ToolPins(context, tenant).approve(tool, by, now()));
    }

    /** Notes that a server is no longer configured: it and its tools are gone until they are saved again. */
    public void markServerGone(TenantId tenant, String server) {
        OffsetDateTime now = now();
        database.<Integer>inTenant(tenant, context -> {
            int tools = context.update(CATALOG_TOOL)
                    .set(CATALOG_TOOL.GONE_AT, now)
                    .where(CATALOG_TOOL.SERVER.eq(server), CATALOG_TOOL.GONE_AT.isNull())
                    .execute();
            context.update(CATALOG_SERVER)
                    .set(CATALOG_SERVER.GONE_AT, now)
                    .where(CATALOG_SERVER.NAME.eq(server), CATALOG_SERVER.GONE_AT.isNull())
                    .execute();
            return tools;
        });
    }

    /** The names of the servers that are not gone. */
    public List<String> servers(TenantId tenant) {
        return database.inTenant(
                tenant,
                context -> context.select(CATALOG_SERVER.NAME)
                        .from(CATALOG_SERVER)
                        .where(CATALOG_SERVER.GONE_AT.isNull())
                        .orderBy(CATALOG_SERVER.NAME)
                        .fetch(CATALOG_SERVER.NAME));
    }

    /** How definitions changed, newest first. */
    public List<ToolChange> changes(TenantId tenant, ToolChangeQuery query) {
        return database.inTenant(tenant, context -> changes(context, query));
    }

    private static List<ToolChange> changes(DSLContext context, ToolChangeQuery query) {
        return context.selectFrom(CATALOG_TOOL_CHANGE)
                .where(query.server().map(CATALOG_TOOL_CHANGE.SERVER::eq).orElse(DSL.noCondition()))
                .and(query.tool().map(CATALOG_TOOL_CHANGE.TOOL::eq).orElse(DSL.noCondition()))
                .orderBy(CATALOG_TOOL_CHANGE.SEEN_AT.desc(), CATALOG_TOOL_CHANGE.ID)
                .limit(query.limit())
                .fetch(CatalogStore::change);
    }

    private static ToolChange change(CatalogToolChangeRecord row) {
        return new ToolChange(
                row.getId(),
                new ToolKey(row.getServer(), row.getTool()),
                row.getSeenAt().toInstant(),
                row.getOldHash(),
                row.getNewHash(),
                RawJson.ofTrusted(row.getOldDefinition()),
                RawJson.ofTrusted(row.getNewDefinition()));
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
