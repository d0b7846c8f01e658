// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.mcp;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import java.util.Objects;

/**
 * The parameters of {@code tools/call}.
 *
 * @param name the tool
 * @param arguments what it is given, an object; empty when the caller left it out
 * @param raw all parameters as they came or will go, {@code _meta} and unknown members included
 */
public record CallToolParams(String name, RawJson arguments, RawJson raw) {

    public CallToolParams {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(arguments, "arguments is null");
        Objects.requireNonNull(raw, "raw is null");
    }

    /** A call without further members. */
    public static CallToolParams of(String name, RawJson arguments) {
        RawJson raw =
                RawObject.EMPTY.with("name", name).with("arguments", arguments).toRawJson();
        return new CallToolParams(name, arguments, raw);
    }

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if the name is no string or the arguments are no object
     */
    public static CallToolParams parse(RawJson params) {
        RawObject members = RawObject.of(params);
        String name = members.get("name")
                .flatMap(RawJson::text)
                .orElseThrow(() -> new IllegalArgumentException("\"tools/call\" needs a string \"name\""));
        RawJson arguments =
                members.get("arguments").filter(value -> !value.isNull()).orElse(RawJson.EMPTY_OBJECT);
        if (!arguments.isObject()) {
            throw new IllegalArgumentException("\"arguments\" of \"tools/call\" must be an object");
        }
        return new CallToolParams(name, arguments, params);
    }

    /** The same parameters under another tool name; every other byte stays. */
    public CallToolParams withName(String other) {
        return new CallToolParams(
                other, arguments, RawObject.of(raw).with("name", other).toRawJson());
    }
}
