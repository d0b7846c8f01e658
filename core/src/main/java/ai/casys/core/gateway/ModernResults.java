// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.mcp.MetaKeys;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * What revision 2026-07-28 wants in each result and older servers do not write: {@code resultType}, who answers, and how
 * long a list may be kept. What a server has written itself stays.
 */
final class ModernResults {

    private static final String RESULT_TYPE = "resultType";
    private static final byte[] COMPLETE = "\"resultType\":\"complete\"".getBytes(StandardCharsets.US_ASCII);
    private static final Set<String> CACHEABLE = Set.of(
            McpMethods.DISCOVER,
            McpMethods.TOOLS_LIST,
            McpMethods.PROMPTS_LIST,
            McpMethods.RESOURCES_LIST,
            McpMethods.RESOURCES_TEMPLATES_LIST,
            McpMethods.RESOURCES_READ);

    /** Lists change whenever a server does, and clients that listen are told; the others ask again after this time. */
    private static final long LIST_LIFE_MILLIS = 30_000;

    private final RawJson self;

    /** @param self the {@code Implementation} that answers */
    ModernResults(RawJson self) {
        this.self = self;
    }

    /** The result of a request as a client of the stateless era gets it. */
    RawJson of(String method, RawJson result) {
        RawJson typed = typed(result);
        return CACHEABLE.contains(method) ? cacheable(method, typed) : typed;
    }

    /** Whether a result is an {@code InputRequiredResult}. */
    static boolean asksForInput(RawJson result) {
        return result.mentions("input_required")
                && result.isObject()
                && RawObject.of(result)
                        .get(RESULT_TYPE)
                        .filter(type -> type.toString().equals("\"input_required\""))
                        .isPresent();
    }

    private static RawJson typed(RawJson result) {
        if (result.mentions(RESULT_TYPE)
                && RawObject.of(result).get(RESULT_TYPE).isPresent()) {
            return result;
        }
        return prefixed(result);
    }

    /** One member more at the front, without taking the value apart: results can be large. */
    private static RawJson prefixed(RawJson result) {
        byte[] bytes = result.toByteArray();
        int start = 0;
        while (bytes[start] != '{') {
            start++;
        }
        int next = start + 1;
        while (bytes[next] <= ' ') {
            next++;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + COMPLETE.length + 2);
        out.write('{');
        out.writeBytes(COMPLETE);
        if (bytes[next] != '}') {
            out.write(',');
        }
        out.write(bytes, start + 1, bytes.length - start - 1);
        return RawJson.ofTrusted(out.toByteArray());
    }

    private RawJson cacheable(String method, RawJson result) {
        RawObject members = RawObject.of(result);
        if (members.get("inputRequests").isPresent() || asksForInput(result)) {
            return result;
        }
        if (members.get("ttlMs").isEmpty()) {
            long life = method.equals(McpMethods.RESOURCES_READ) ? 0 : LIST_LIFE_MILLIS;
            members = members.with("ttlMs", RawValues.number(life));
        }
        if (members.get("cacheScope").isEmpty()) {
            // Which tools there are depends on who asks, so nobody may keep the answer for others.
            members = members.with("cacheScope", "private");
        }
        return introduced(members).toRawJson();
    }

    private RawObject introduced(RawObject members) {
        Optional<RawObject> meta =
                members.get(MetaKeys.META).filter(RawJson::isObject).map(RawObject::of);
        if (meta.isPresent() && meta.get().get(MetaKeys.SERVER_INFO).isPresent()) {
            return members;
        }
        return members.with(
                MetaKeys.META,
                meta.orElse(RawObject.EMPTY).with(MetaKeys.SERVER_INFO, self).toRawJson());
    }
}
