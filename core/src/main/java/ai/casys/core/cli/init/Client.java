// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli.init;

import java.nio.file.Path;
import java.util.List;

/** The MCP clients whose configuration is known. The places and keys are those of their own documentation. */
public enum Client {
    CLAUDE_CODE("Claude Code", "mcpServers"),
    CLAUDE_DESKTOP("Claude Desktop", "mcpServers"),
    CURSOR("Cursor", "mcpServers"),
    VS_CODE("VS Code", "servers"),
    WINDSURF("Windsurf", "mcpServers"),
    CLINE("Cline", "mcpServers"),
    ZED("Zed", "context_servers"),
    GEMINI_CLI("Gemini CLI", "mcpServers"),
    CODEX("Codex", "mcp_servers");

    private final String title;
    private final String serversKey;

    Client(String title, String serversKey) {
        this.title = title;
        this.serversKey = serversKey;
    }

    /** The name people know it by. */
    public String title() {
        return title;
    }

    /** Whether it can reach a gateway by address; otherwise it has to start {@code casys stdio}. */
    public boolean takesAddress() {
        return this != CLAUDE_DESKTOP;
    }

    /** The top-level key of its file that holds the servers. */
    String serversKey() {
        return serversKey;
    }

    /** Its files that hold for the user everywhere. */
    List<Path> userFiles(Path userHome, OperatingSystem system) {
        Path applications = system.applications(userHome);
        Path code = applications.resolve("Code").resolve("User");
        return switch (this) {
            case CLAUDE_CODE -> List.of(userHome.resolve(".claude.json"));
            case CLAUDE_DESKTOP -> List.of(applications.resolve("Claude/claude_desktop_config.json"));
            case CURSOR -> List.of(userHome.resolve(".cursor/mcp.json"));
            case VS_CODE -> List.of(code.resolve("mcp.json"));
            case WINDSURF -> List.of(userHome.resolve(".codeium/windsurf/mcp_config.json"));
            case CLINE ->
                List.of(code.resolve("globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json"));
            case ZED ->
                switch (system) {
                    case LINUX, MAC -> List.of(userHome.resolve(".config/zed/settings.json"));
                    case WINDOWS -> List.of(applications.resolve("Zed/settings.json"));
                };
            case GEMINI_CLI -> List.of(userHome.resolve(".gemini/settings.json"));
            case CODEX -> List.of(userHome.resolve(".codex/config.toml"));
        };
    }

    /** Its files that hold in one project folder. */
    List<Path> projectFiles(Path project) {
        return switch (this) {
            case CLAUDE_CODE -> List.of(project.resolve(".mcp.json"));
            case CURSOR -> List.of(project.resolve(".cursor/mcp.json"));
            case VS_CODE -> List.of(project.resolve(".vscode/mcp.json"));
            case ZED -> List.of(project.resolve(".zed/settings.json"));
            case GEMINI_CLI -> List.of(project.resolve(".gemini/settings.json"));
            case CODEX -> List.of(project.resolve(".codex/config.toml"));
            case CLAUDE_DESKTOP, WINDSURF, CLINE -> List.of();
        };
    }
}
