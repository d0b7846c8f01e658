// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.report;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A report for programs: the record's components by their names, always all of them. */
public final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    /** The report as one JSON object. */
    public static String of(Report report) {
        return MAPPER.writeValueAsString(report) + "\n";
    }
}
