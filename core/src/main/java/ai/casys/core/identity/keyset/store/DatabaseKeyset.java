// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.identity.keyset.store;

import static ai.casys.core.storage.generated.Tables.KEYSET_SEAL;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.identity.keyset.Keyset;
import ai.casys.core.identity.keyset.KeysetPlace;
import ai.casys.core.storage.Database;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds keyset and database together. The database keeps a seal of every key that ever was the primary one; a process
 * whose keyset cannot open them all could neither read what is sealed here nor understand what other processes hand out,
 * so it does not start. Used by one thread at the start; several processes may do this at once.
 */
public final class DatabaseKeyset {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseKeyset.class);
    private static final String PURPOSE = "keyset-seal";
    private static final byte[] SEALED = "this database's keyset".getBytes(StandardCharsets.US_ASCII);
    /** Any number, the same in every process. */
    private static final long LOCK = 0x63617379735f6b73L;

    private final Database database;

    public DatabaseKeyset(Database database) {
        this.database = database;
    }

    /**
     * The keyset with which this database is to be used; on the very first start a new one, which is saved.
     *
     * @throws CasysException {@link ErrorCategory#CONFIGURATION} if there is none although the database was used with
     *     one, or it is another
     */
    public Keyset open(KeysetPlace place) {
        return database.asSystem("compare the keyset", context -> {
            Map<String, String> seals = lockedSeals(context);
            Optional<Keyset> found = place.load();
            if (found.isEmpty() && !seals.isEmpty()) {
                throw new CasysException(
                        ErrorCategory.CONFIGURATION,
                        "there is no keyset in " + place.description() + ", but this database was used with one (keys "
                                + String.join(", ", seals.keySet()) + "); " + remedy(place));
            }
            Keyset keyset = found.orElseGet(() -> created(place));
            List<String> missing = notOpenedBy(keyset, seals);
            if (!missing.isEmpty()) {
                throw new CasysException(
                        ErrorCategory.CONFIGURATION,
                        "the keyset in " + place.description() + " (keys " + String.join(", ", keyset.keyIds())
                                + ") is not the one of this database, which was used with "
                                + String.join(", ", missing) + "; " + remedy(place));
            }
            if (!seals.containsKey(keyset.primaryId())) {
                insert(context, keyset);
            }
            return keyset;
        });
    }

    /**
     * Lets the database belong to the keyset that is there now, or to a new one if there is none. What only a missing key
     * could open is lost.
     *
     * @return the ids of the keys that were given up
     */
    public List<String> accept(KeysetPlace place) {
        return database.asSystem("accept the keyset", context -> {
            Map<String, String> seals = lockedSeals(context);
            Keyset keyset = place.load().orElseGet(() -> created(place));
            List<String> missing = notOpenedBy(keyset, seals);
            context.deleteFrom(KEYSET_SEAL)
                    .where(KEYSET_SEAL.KEY_ID.in(missing).or(KEYSET_SEAL.KEY_ID.eq(keyset.primaryId())))
                    .execute();
            insert(context, keyset);
            return missing;
        });
    }

    private static Map<String, String> lockedSeals(DSLContext context) {
        context.execute("SELECT pg_advisory_xact_lock({0})", org.jooq.impl.DSL.inline(LOCK));
        return context.selectFrom(KEYSET_SEAL)
                .orderBy(KEYSET_SEAL.FIRST_USED, KEYSET_SEAL.KEY_ID)
                .fetchMap(KEYSET_SEAL.KEY_ID, KEYSET_SEAL.SEAL);
    }

    private static Keyset created(KeysetPlace place) {
        Keyset keyset = Keyset.create();
        place.save(keyset);
        LOG.info("made a new keyset in {}; it belongs to the backup", place.description());
        return keyset;
    }

    private static void insert(DSLContext context, Keyset keyset) {
        context.insertInto(KEYSET_SEAL)
                .set(KEYSET_SEAL.KEY_ID, keyset.primaryId())
                .set(KEYSET_SEAL.SEAL, keyset.sealer().seal(PURPOSE, new byte[0], SEALED))
                .execute();
    }

    private static List<String> notOpenedBy(Keyset keyset, Map<String, String> seals) {
        List<String> missing = new ArrayList<>();
        seals.forEach((id, seal) -> {
            if (keyset.sealer().open(PURPOSE, new byte[0], seal).isEmpty()) {
                missing.add(id);
            }
        });
        return List.copyOf(missing);
    }

    private static String remedy(KeysetPlace place) {
        return "bring back the keys.json that belongs to this database, from the backup or from another node, as "
                + place.description()
                + ", or set CASYS_KEYSET to its content; if it is lost for good, casys keys accept "
                + "gives up what only it could open";
    }
}
