// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.connector.cli;

import ai.casys.connector.local.ServerReport;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reports as text for people and as JSON for programs, each ending in a line break. */
final class ReportText {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ReportText() {}

    static String plain(List<ServerReport> reports) {
        if (reports.isEmpty()) {
            return "The file names no servers." + System.lineSeparator();
        }
        StringBuilder text = new StringBuilder();
        for (ServerReport report : reports) {
            switch (report) {
                case ServerReport.Working working ->
                    text.append("works    ")
                            .append(working.name())
                            .append(": MCP ")
                            .append(working.protocolVersion())
                            .append(", ")
                            .append(working.tools())
                            .append(working.tools() == 1 ? " tool, " : " tools, ")
                            .append(working.millis())
                            .append(" ms");
                case ServerReport.Broken broken ->
                    text.append("broken   ")
                            .append(broken.name())
                            .append(": ")
                            .append(broken.problem())
                            .append(System.lineSeparator())
                            .append("         ")
                            .append(broken.remedy());
                case ServerReport.Skipped skipped ->
                    text.append("skipped  ").append(skipped.name()).append(": ").append(skipped.reason());
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }

    static String json(List<ServerReport> reports) {
        ObjectNode root = MAPPER.createObjectNode();
        ArrayNode servers = root.putArray("servers");
        for (ServerReport report : reports) {
            ObjectNode entry = servers.addObject().put("name", report.name());
            switch (report) {
                case ServerReport.Working working ->
                    entry.put("status", "works")
                            .put("protocolVersion", working.protocolVersion())
                            .put("tools", working.tools())
                            .put("millis", working.millis());
                case ServerReport.Broken broken ->
                    entry.put("status", "broken")
                            .put("problem", broken.problem())
                            .put("remedy", broken.remedy());
                case ServerReport.Skipped skipped ->
                    entry.put("status", "skipped").put("reason", skipped.reason());
            }
        }
        return MAPPER.writeValueAsString(root) + System.lineSeparator();
    }
}
