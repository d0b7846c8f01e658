// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.ListKind;
import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.NameGlob;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.catalog.ToolNames;
import ai.casys.core.settings.VirtualServer;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which servers, tools, prompts and resources exist for the clients of one gateway, and which do not. The choice depends
 * on names alone, so that it is the same whatever servers are up. Immutable but for what it remembers of the latest
 * snapshot; safe for any number of threads.
 */
final class Selection {

    private static final String TAKES_AWAY = "!";

    private final Optional<VirtualServer> virtualServer;
    private final List<NameGlob> added;
    private final List<NameGlob> taken;
    private volatile ToolView latest;

    /** @param virtualServer the part that exists; everything without */
    Selection(Optional<VirtualServer> virtualServer) {
        this.virtualServer = virtualServer;
        List<String> globs = virtualServer.map(VirtualServer::tools).orElse(List.of());
        this.added = globs.stream()
                .filter(glob -> !glob.startsWith(TAKES_AWAY))
                .map(NameGlob::of)
                .toList();
        this.taken = globs.stream()
                .filter(glob -> glob.startsWith(TAKES_AWAY))
                .map(glob -> NameGlob.of(glob.substring(TAKES_AWAY.length())))
                .toList();
        this.latest = new ToolView(this, CatalogSnapshot.EMPTY);
    }

    /** What makes it a part; empty where everything is shown. */
    Optional<VirtualServer> virtualServer() {
        return virtualServer;
    }

    /** Whether anything of the server exists here. */
    boolean hasServer(String server) {
        return virtualServer.map(view -> view.servers().contains(server)).orElse(true);
    }

    /** Whether the server's prompts, resources or templates exist here. */
    boolean offers(ListKind kind, String server) {
        return hasServer(server)
                && virtualServer
                        .map(view -> switch (kind) {
                            case PROMPTS -> view.prompts();
                            case RESOURCES, RESOURCE_TEMPLATES -> view.resources();
                        })
                        .orElse(true);
    }

    /** Whether the tool exists here. */
    boolean shows(CatalogTool tool) {
        return virtualServer.isEmpty() || selects(tool.key());
    }

    /** The tools of a snapshot that exist here, under the names they have here. */
    ToolView at(CatalogSnapshot snapshot) {
        ToolView view = latest;
        if (view.snapshot() != snapshot) {
            view = new ToolView(this, snapshot);
            latest = view;
        }
        return view;
    }

    private boolean selects(ToolKey key) {
        if (!hasServer(key.server())) {
            return false;
        }
        String qualified = ToolNames.qualified(key);
        String listed = ToolNames.listed(key);
        Predicate<NameGlob> fits = glob -> glob.matches(qualified) || glob.matches(listed);
        return taken.stream().noneMatch(fits)
                && (added.isEmpty() || added.stream().anyMatch(fits));
    }
}
