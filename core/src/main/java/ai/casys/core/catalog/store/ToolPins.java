// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog.store;

import static ai.casys.core.storage.generated.Tables.CATALOG_TOOL_PIN;

import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.catalog.safety.ToolPin;
import ai.casys.core.storage.generated.CatalogToolPinRecord;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.jsonrpc.RawJson;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.impl.DSL;

/** The pins of one tenant, within a transaction. */
final class ToolPins {

    private final DSLContext context;
    private final TenantId tenant;

    ToolPins(DSLContext context, TenantId tenant) {
        this.context = context;
        this.tenant = tenant;
    }

    /** The definitions are not read: they are needed for one tool at a time. */
    List<ToolPin> all() {
        return context.select(
                        CATALOG_TOOL_PIN.SERVER,
                        CATALOG_TOOL_PIN.TOOL,
                        CATALOG_TOOL_PIN.CONTENT_HASH,
                        CATALOG_TOOL_PIN.FIRST_SEEN,
                        CATALOG_TOOL_PIN.ACCEPTED,
                        CATALOG_TOOL_PIN.APPROVED_AT,
                        CATALOG_TOOL_PIN.APPROVED_BY)
                .from(CATALOG_TOOL_PIN)
                .fetchInto(CATALOG_TOOL_PIN)
                .map(ToolPins::pin);
    }

    Optional<RawJson> definition(ToolKey key) {
        return context.select(CATALOG_TOOL_PIN.DEFINITION)
                .from(CATALOG_TOOL_PIN)
                .where(CATALOG_TOOL_PIN.SERVER.eq(key.server()), CATALOG_TOOL_PIN.TOOL.eq(key.tool()))
                .fetchOptional(CATALOG_TOOL_PIN.DEFINITION)
                .map(RawJson::ofTrusted);
    }

    /** Of a pin that is there already nothing changes. */
    void add(List<ToolPin> pins, List<CatalogTool> tools) {
        Map<ToolKey, CatalogTool> byKey = new HashMap<>();
        tools.forEach(tool -> byKey.put(tool.key(), tool));
        List<Query> inserts = pins.stream()
                .map(pin -> (Query) context.insertInto(CATALOG_TOOL_PIN)
                        .set(row(pin, definition(pin, byKey)))
                        .onConflictDoNothing())
                .toList();
        if (!inserts.isEmpty()) {
            context.batch(inserts).execute();
        }
    }

    ToolPin approve(CatalogTool tool, String by, OffsetDateTime now) {
        ToolPin.Approval approval = new ToolPin.Approval(now.toInstant(), by);
        ToolPin pin = new ToolPin(tool.key(), tool.hash(), now.toInstant(), true, Optional.of(approval));
        context.insertInto(CATALOG_TOOL_PIN)
                .set(row(pin, tool.tool().definition()))
                .onConflict(CATALOG_TOOL_PIN.TENANT_ID, CATALOG_TOOL_PIN.SERVER, CATALOG_TOOL_PIN.TOOL)
                .doUpdate()
                .set(CATALOG_TOOL_PIN.CONTENT_HASH, DSL.excluded(CATALOG_TOOL_PIN.CONTENT_HASH))
                .set(CATALOG_TOOL_PIN.DEFINITION, DSL.excluded(CATALOG_TOOL_PIN.DEFINITION))
                .set(CATALOG_TOOL_PIN.ACCEPTED, true)
                .set(CATALOG_TOOL_PIN.APPROVED_AT, DSL.excluded(CATALOG_TOOL_PIN.APPROVED_AT))
                .set(CATALOG_TOOL_PIN.APPROVED_BY, DSL.excluded(CATALOG_TOOL_PIN.APPROVED_BY))
                .execute();
        return context.selectFrom(CATALOG_TOOL_PIN)
                .where(
                        CATALOG_TOOL_PIN.SERVER.eq(tool.key().server()),
                        CATALOG_TOOL_PIN.TOOL.eq(tool.key().tool()))
                .fetchSingle()
                .map(row -> pin((CatalogToolPinRecord) row));
    }

    private static RawJson definition(ToolPin pin, Map<ToolKey, CatalogTool> tools) {
        CatalogTool tool = tools.get(pin.key());
        if (tool == null || !tool.hash().equals(pin.hash())) {
            throw new IllegalArgumentException("the pin of " + pin.key() + " is not that of a listed tool");
        }
        return tool.tool().definition();
    }

    private CatalogToolPinRecord row(ToolPin pin, RawJson definition) {
        CatalogToolPinRecord row = new CatalogToolPinRecord();
        row.setTenantId(tenant.value());
        row.setServer(pin.key().server());
        row.setTool(pin.key().tool());
        row.setContentHash(pin.hash());
        row.setDefinition(definition.toByteArray());
        row.setFirstSeen(pin.firstSeen().atOffset(ZoneOffset.UTC));
        row.setAccepted(pin.accepted());
        pin.approval().ifPresent(approval -> {
            row.setApprovedAt(approval.at().atOffset(ZoneOffset.UTC));
            row.setApprovedBy(approval.by());
        });
        return row;
    }

    private static ToolPin pin(CatalogToolPinRecord row) {
        return new ToolPin(
                new ToolKey(row.getServer(), row.getTool()),
                row.getContentHash(),
                row.getFirstSeen().toInstant(),
                row.getAccepted(),
                Optional.ofNullable(row.getApprovedAt())
                        .map(at -> new ToolPin.Approval(at.toInstant(), row.getApprovedBy())));
    }
}
