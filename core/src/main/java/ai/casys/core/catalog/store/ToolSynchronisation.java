// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog.store;

import static ai.casys.core.storage.generated.Tables.CATALOG_SERVER;
import static ai.casys.core.storage.generated.Tables.CATALOG_TOOL;
import static ai.casys.core.storage.generated.Tables.CATALOG_TOOL_CHANGE;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.storage.generated.CatalogToolChangeRecord;
import ai.casys.core.storage.generated.CatalogToolRecord;
import ai.casys.shared.identity.TenantId;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.QuantifiedSelect;
import org.jooq.Record1;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Takes in one list of tools within a transaction. The server's row is locked first, so lists of the same server follow
 * one another. Statements are batched: their number does not grow with the number of tools.
 */
final class ToolSynchronisation {

    /** As many changes of one tool are kept. */
    static final int MOST_CHANGES = 100;

    private final DSLContext context;
    private final TenantId tenant;
    private final String server;
    private final OffsetDateTime now;

    ToolSynchronisation(DSLContext context, TenantId tenant, String server, OffsetDateTime now) {
        this.context = context;
        this.tenant = tenant;
        this.server = server;
        this.now = now;
    }

    private record Known(String hash, boolean gone) {}

    ToolSync take(List<CatalogTool> listed) {
        lockServer();
        Map<String, CatalogTool> tools = firstByName(listed);
        Map<String, Known> known = known();
        List<CatalogTool> added = new ArrayList<>();
        List<CatalogTool> changed = new ArrayList<>();
        List<CatalogTool> fresh = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (CatalogTool tool : tools.values()) {
            Known before = known.get(tool.key().tool());
            if (before == null) {
                fresh.add(tool);
                added.add(tool);
                continue;
            }
            seen.add(tool.key().tool());
            if (before.gone()) {
                added.add(tool);
            }
            if (!before.hash().equals(tool.hash())) {
                changed.add(tool);
            }
        }
        List<String> gone = known.entrySet().stream()
                .filter(entry -> !entry.getValue().gone() && !tools.containsKey(entry.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        insert(fresh);
        markSeen(seen);
        change(changed);
        markGone(gone);
        return new ToolSync(
                added,
                changed,
                gone.stream().map(name -> new ToolKey(server, name)).toList());
    }

    private void lockServer() {
        boolean exists = context.select(CATALOG_SERVER.NAME)
                .from(CATALOG_SERVER)
                .where(CATALOG_SERVER.NAME.eq(server))
                .forUpdate()
                .fetchOptional()
                .isPresent();
        if (!exists) {
            throw new CasysException(
                    ErrorCategory.NOT_FOUND,
                    "the catalogue knows no server \"" + server + "\"; save the server before its tools");
        }
    }

    private Map<String, CatalogTool> firstByName(List<CatalogTool> listed) {
        Map<String, CatalogTool> tools = new LinkedHashMap<>();
        for (CatalogTool tool : listed) {
            if (!tool.key().server().equals(server)) {
                throw new IllegalArgumentException("the tool " + tool.key() + " is not one of server " + server);
            }
            String name = tool.key().tool();
            StorableText.require("the name of the tool " + name + " of server \"" + server + "\"", name);
            tools.putIfAbsent(name, tool);
        }
        return tools;
    }

    private Map<String, Known> known() {
        Map<String, Known> known = new LinkedHashMap<>();
        context.select(CATALOG_TOOL.NAME, CATALOG_TOOL.CONTENT_HASH, CATALOG_TOOL.GONE_AT)
                .from(CATALOG_TOOL)
                .where(CATALOG_TOOL.SERVER.eq(server))
                .orderBy(CATALOG_TOOL.NAME)
                .forEach(row -> known.put(row.value1(), new Known(row.value2(), row.value3() != null)));
        return known;
    }

    private void insert(List<CatalogTool> fresh) {
        if (fresh.isEmpty()) {
            return;
        }
        context.batchInsert(fresh.stream().map(this::row).toList()).execute();
    }

    private CatalogToolRecord row(CatalogTool tool) {
        CatalogToolRecord row = new CatalogToolRecord();
        row.setTenantId(tenant.value());
        row.setServer(server);
        row.setName(tool.key().tool());
        row.setDefinition(tool.tool().definition().toByteArray());
        row.setContentHash(tool.hash());
        row.setFirstSeen(now);
        row.setLastSeen(now);
        return row;
    }

    private void markSeen(List<String> names) {
        if (names.isEmpty()) {
            return;
        }
        context.update(CATALOG_TOOL)
                .set(CATALOG_TOOL.LAST_SEEN, now)
                .setNull(CATALOG_TOOL.GONE_AT)
                .where(CATALOG_TOOL.SERVER.eq(server), CATALOG_TOOL.NAME.eq(any(names)))
                .execute();
    }

    private void markGone(List<String> names) {
        if (names.isEmpty()) {
            return;
        }
        context.update(CATALOG_TOOL)
                .set(CATALOG_TOOL.GONE_AT, now)
                .where(CATALOG_TOOL.SERVER.eq(server), CATALOG_TOOL.NAME.eq(any(names)))
                .execute();
    }

    private void change(List<CatalogTool> changed) {
        if (changed.isEmpty()) {
            return;
        }
        Map<String, CatalogToolRecord> before = context.selectFrom(CATALOG_TOOL)
                .where(
                        CATALOG_TOOL.SERVER.eq(server),
                        CATALOG_TOOL.NAME.eq(any(
                                changed.stream().map(tool -> tool.key().tool()).toList())))
                .fetchMap(CATALOG_TOOL.NAME);
        List<CatalogToolChangeRecord> evidence = new ArrayList<>();
        List<CatalogToolRecord> updates = new ArrayList<>();
        for (CatalogTool tool : changed) {
            CatalogToolRecord row = before.get(tool.key().tool());
            if (row == null) {
                throw new IllegalStateException(tool.key() + " vanished under the lock of its server");
            }
            evidence.add(evidence(row, tool));
            row.setDefinition(tool.tool().definition().toByteArray());
            row.setContentHash(tool.hash());
            updates.add(row);
        }
        context.batchInsert(evidence).execute();
        context.batchUpdate(updates).execute();
        forgetOldest(changed.stream().map(tool -> tool.key().tool()).toList());
    }

    /** A server that changes its tools without end must not fill the disk. */
    private void forgetOldest(List<String> names) {
        Field<Integer> age = DSL.rowNumber()
                .over()
                .partitionBy(CATALOG_TOOL_CHANGE.TOOL)
                .orderBy(CATALOG_TOOL_CHANGE.SEEN_AT.desc(), CATALOG_TOOL_CHANGE.ID)
                .as("age");
        Table<?> aged = context.select(CATALOG_TOOL_CHANGE.ID, age)
                .from(CATALOG_TOOL_CHANGE)
                .where(CATALOG_TOOL_CHANGE.SERVER.eq(server), CATALOG_TOOL_CHANGE.TOOL.eq(any(names)))
                .asTable("aged");
        context.deleteFrom(CATALOG_TOOL_CHANGE)
                .where(CATALOG_TOOL_CHANGE.ID.in(DSL.select(aged.field(CATALOG_TOOL_CHANGE.ID))
                        .from(aged)
                        .where(aged.field(age).gt(MOST_CHANGES))))
                .execute();
    }

    private CatalogToolChangeRecord evidence(CatalogToolRecord before, CatalogTool tool) {
        CatalogToolChangeRecord row = new CatalogToolChangeRecord();
        row.setId(UUID.randomUUID());
        row.setTenantId(tenant.value());
        row.setServer(server);
        row.setTool(before.getName());
        row.setSeenAt(now);
        row.setOldHash(before.getContentHash());
        row.setNewHash(tool.hash());
        row.setOldDefinition(before.getDefinition());
        row.setNewDefinition(tool.tool().definition().toByteArray());
        return row;
    }

    private static QuantifiedSelect<Record1<String>> any(List<String> names) {
        return DSL.any(names.toArray(String[]::new));
    }
}
