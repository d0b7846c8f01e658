// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * One step of a schema's history.
 *
 * @param fileName such as {@code V2__journal.sql}; the number orders the steps
 * @param sql what it does; never changed once it was released
 */
public record MigrationScript(String fileName, String sql) {

    private static final Pattern NAME = Pattern.compile("V([1-9]\\d{0,8})__[a-z0-9_]+\\.sql");

    public MigrationScript {
        Objects.requireNonNull(sql, "sql is null");
        if (!NAME.matcher(fileName).matches()) {
            throw new IllegalArgumentException(
                    "\"" + fileName + "\" is no name of a migration; write V<number>__<what>" + ".sql in lower case");
        }
    }

    /** The number. */
    int version() {
        Matcher matcher = NAME.matcher(fileName);
        if (!matcher.matches()) {
            throw new IllegalStateException("checked when it was made");
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** What Flyway records for the script: CRC-32 over its lines without their ends. */
    int checksum() {
        CRC32 checksum = new CRC32();
        sql.lines().forEach(line -> checksum.update(line.getBytes(StandardCharsets.UTF_8)));
        return (int) checksum.getValue();
    }
}
