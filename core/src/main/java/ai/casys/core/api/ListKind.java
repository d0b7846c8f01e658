// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api;

import java.util.Arrays;
import java.util.Optional;

/** What a server lists besides tools, with the names the protocol gives it. */
public enum ListKind {
    /** Prompts. */
    PROMPTS("prompts", "prompts/list", "prompts", "notifications/prompts/list_changed"),
    /** Resources with an address of their own. */
    RESOURCES("resources", "resources/list", "resources", "notifications/resources/list_changed"),
    /** Patterns of addresses. They share the notification of the resources. */
    RESOURCE_TEMPLATES(
            "resources", "resources/templates/list", "resourceTemplates", "notifications/resources/list_changed");

    private final String capability;
    private final String method;
    private final String member;
    private final String changed;

    ListKind(String capability, String method, String member, String changed) {
        this.capability = capability;
        this.method = method;
        this.member = member;
        this.changed = changed;
    }

    /** The kind that a request method lists. */
    public static Optional<ListKind> listedBy(String method) {
        return Arrays.stream(values())
                .filter(kind -> kind.method.equals(method))
                .findFirst();
    }

    /** The capability that a server with such things declares. */
    public String capability() {
        return capability;
    }

    /** The method that lists them, a page at a time. */
    public String method() {
        return method;
    }

    /** The member of the result that holds them. */
    public String member() {
        return member;
    }

    /** The notification that says that the list is another one. */
    public String changed() {
        return changed;
    }
}
