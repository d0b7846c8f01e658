// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.store;

import static ai.casys.core.storage.generated.Tables.TOOL_VECTOR;

import ai.casys.core.discovery.embedding.CompactVector;
import ai.casys.core.discovery.embedding.TextHash;
import ai.casys.core.discovery.embedding.VectorStore;
import ai.casys.core.storage.Database;
import ai.casys.core.storage.generated.ToolVectorRecord;
import ai.casys.shared.identity.TenantId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One tenant's vectors. Each method is one transaction; blocking; safe for any number of threads. A row that is damaged
 * counts as missing. What has not been used for a quarter of a year goes with the next save.
 */
public final class StoredVectors implements VectorStore {

    private static final Logger log = LoggerFactory.getLogger(StoredVectors.class);
    private static final int KEPT_UNUSED_DAYS = 92;
    private static final int USE_IS_NOTED_AFTER_DAYS = 7;

    private final Database database;
    private final TenantId tenant;

    public StoredVectors(Database database, TenantId tenant) {
        this.database = database;
        this.tenant = tenant;
    }

    @Override
    public Map<TextHash, CompactVector> load(String model, Collection<TextHash> texts) {
        if (texts.isEmpty()) {
            return Map.of();
        }
        byte[][] hashes = texts.stream().map(TextHash::bytes).toArray(byte[][]::new);
        return database.inTenant(tenant, context -> {
            Map<TextHash, CompactVector> found = new HashMap<>();
            context.select(TOOL_VECTOR.TEXT_HASH, TOOL_VECTOR.VECTOR)
                    .from(TOOL_VECTOR)
                    .where(TOOL_VECTOR.MODEL.eq(model))
                    .and(TOOL_VECTOR.TEXT_HASH.in(hashes))
                    .forEach(row -> read(row.value1(), row.value2(), found));
            noteUse(context, model, hashes);
            return found;
        });
    }

    @Override
    public void save(String model, Map<TextHash, CompactVector> vectors) {
        if (vectors.isEmpty()) {
            return;
        }
        database.<Boolean>inTenant(tenant, context -> {
            List<ToolVectorRecord> rows = vectors.entrySet().stream()
                    .map(entry -> row(model, entry.getKey(), entry.getValue()))
                    .toList();
            context.insertInto(TOOL_VECTOR).set(rows).onConflictDoNothing().execute();
            context.deleteFrom(TOOL_VECTOR)
                    .where(TOOL_VECTOR.TENANT_ID.eq(tenant.value()))
                    .and(TOOL_VECTOR.USED_ON.lt(DSL.currentLocalDate().minus(KEPT_UNUSED_DAYS)))
                    .execute();
            return true;
        });
    }

    private ToolVectorRecord row(String model, TextHash text, CompactVector vector) {
        ToolVectorRecord row = new ToolVectorRecord();
        row.setTenantId(tenant.value());
        row.setModel(model);
        row.setTextHash(text.bytes());
        row.setVector(vector.bytes());
        return row;
    }

    private static void read(byte[] hash, byte[] vector, Map<TextHash, CompactVector> found) {
        try {
            found.put(TextHash.of(hash, 0), CompactVector.of(vector));
        } catch (IllegalArgumentException e) {
            log.warn("a stored vector is damaged and is made again: {}", e.getMessage());
        }
    }

    private static void noteUse(DSLContext context, String model, byte[][] hashes) {
        context.update(TOOL_VECTOR)
                .set(TOOL_VECTOR.USED_ON, DSL.currentLocalDate())
                .where(TOOL_VECTOR.MODEL.eq(model))
                .and(TOOL_VECTOR.TEXT_HASH.in(hashes))
                .and(TOOL_VECTOR.USED_ON.lt(DSL.currentLocalDate().minus(USE_IS_NOTED_AFTER_DAYS)))
                .execute();
    }
}
