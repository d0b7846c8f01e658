// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli.init;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.settings.ConfigJson;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes the gateway into a client's configuration file, in the shape this client expects. */
final class CasysEntryWriter {

    private static final String NAME = "casys";

    private final SafeFiles files;

    CasysEntryWriter(SafeFiles files) {
        this.files = files;
    }

    WriteOutcome write(FoundConfig config, CasysEntry entry) {
        Client client = config.client();
        Path file = config.file();
        ObjectNode wanted = shape(client, entry);
        if (client == Client.CODEX) {
            return new WriteOutcome.LeftAlone(file, "The configuration of Codex is not JSON.", toml(entry));
        }
        byte[] before = ConfigJson.readBytes(file);
        ObjectNode content = ConfigJson.parse(before, file);
        String key = client.serversKey();
        if (!ConfigJson.isStrict(before)) {
            return new WriteOutcome.LeftAlone(
                    file, file + " holds comments, which rewriting it would lose.", snippet(key, wanted));
        }
        JsonNode servers = content.path(key);
        if (!servers.isMissingNode() && !servers.isNull() && !servers.isObject()) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION, "\"" + key + "\" in " + file + " is no object; correct it first.");
        }
        if (servers.path(NAME).equals(wanted)) {
            return new WriteOutcome.Unchanged(file);
        }
        ObjectNode target = servers instanceof ObjectNode object ? object : content.putObject(key);
        target.set(NAME, wanted);
        return files.replace(file, content, Optional.of(before), Optional.empty());
    }

    private static ObjectNode shape(Client client, CasysEntry entry) {
        ObjectNode shape = JsonNodeFactory.instance.objectNode();
        switch (entry) {
            case CasysEntry.Address address -> {
                if (!client.takesAddress()) {
                    throw new CasysException(
                            ErrorCategory.INVALID_INPUT,
                            client.title() + " cannot be given an address; let it start the program instead.");
                }
                String url = address.url().toString();
                switch (client) {
                    case CLAUDE_CODE, VS_CODE -> shape.put("type", "http").put("url", url);
                    case CLINE -> shape.put("type", "streamableHttp").put("url", url);
                    case WINDSURF -> shape.put("serverUrl", url);
                    case GEMINI_CLI -> shape.put("httpUrl", url);
                    case CURSOR, ZED, CODEX, CLAUDE_DESKTOP -> shape.put("url", url);
                }
            }
            case CasysEntry.Program program -> {
                if (client == Client.VS_CODE || client == Client.CLAUDE_CODE) {
                    shape.put("type", "stdio");
                }
                shape.put("command", program.script().toString());
                shape.putArray("args").add("stdio");
            }
        }
        return shape;
    }

    private static String snippet(String key, ObjectNode wanted) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.putObject(key).set(NAME, wanted);
        return ConfigJson.write(whole, "  ");
    }

    private static String toml(CasysEntry entry) {
        return "[mcp_servers.casys]\n"
                + switch (entry) {
                    case CasysEntry.Address address -> "url = \"" + address.url() + "\"\n";
                    case CasysEntry.Program program ->
                        "command = \""
                                + program.script()
                                        .toString()
                                        .replace("\\", "\\\\")
                                        .replace("\"", "\\\"") + "\"\nargs = [\"stdio\"]\n";
                };
    }
}
