// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/**
 * Says in our terms what a database error means. PostgreSQL's own text stays in the cause, for the log: it may quote
 * data. Codes: PostgreSQL documentation, appendix "Error Codes".
 */
final class DatabaseErrors {

    private static final Set<String> SERVER_AWAY = Set.of("57P01", "57P02", "57P03", "53300");
    private static final Set<String> NO_SPACE = Set.of("53100", "53000", "53200");
    private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01", "55P03");
    private static final Set<String> WRONG_LOGIN = Set.of("28P01", "28000");

    private DatabaseErrors() {}

    static CasysException translate(SQLException error) {
        String state = state(error);
        if (isConnectionLost(error) && !WRONG_LOGIN.contains(state)) {
            return new CasysException(
                    ErrorCategory.UNAVAILABLE,
                    "the database is away; try again in a moment (casys doctor says more if this lasts)",
                    error);
        }
        if (NO_SPACE.contains(state)) {
            return new CasysException(
                    ErrorCategory.UNAVAILABLE,
                    "the database has no space left, so nothing new can be saved; what is saved can still be read. "
                            + "Free space on its disk and try again",
                    error);
        }
        if (state.equals("25006")) {
            return new CasysException(
                    ErrorCategory.UNAVAILABLE,
                    "the database is read-only, so nothing can be saved; let DATABASE_URL name the primary server",
                    error);
        }
        if (TRY_AGAIN.contains(state)) {
            return new CasysException(
                    ErrorCategory.OVERLOADED, "others were changing the same data at the same time; try again", error);
        }
        if (state.equals("57014")) {
            return new CasysException(
                    ErrorCategory.TIMEOUT, "the database took too long and the query was ended; try again", error);
        }
        if (WRONG_LOGIN.contains(state)) {
            return new CasysException(
                    ErrorCategory.CONFIGURATION,
                    "the database refuses the user or the password; check DATABASE_URL and DATABASE_APP_URL",
                    error);
        }
        return new CasysException(
                ErrorCategory.INTERNAL, "the database refused an operation (code " + state + ")", error);
    }

    /** Whether the connection is of no use any more, or there is none. */
    static boolean isConnectionLost(SQLException error) {
        String state = state(error);
        return error instanceof SQLTransientConnectionException
                || state.startsWith("08")
                || SERVER_AWAY.contains(state);
    }

    static boolean isWrongLogin(SQLException error) {
        return WRONG_LOGIN.contains(state(error));
    }

    static String state(SQLException error) {
        // Hikari wraps the driver's error when it gives up waiting.
        if (error instanceof SQLTransientConnectionException && error.getCause() instanceof SQLException cause) {
            return state(cause);
        }
        String state = error.getSQLState();
        return state == null ? "unknown" : state;
    }
}
