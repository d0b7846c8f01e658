// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.Function;

/** Which gateway a request is for: the part of the path behind the endpoint, or the default one without. */
record Doors(Door standard, Function<String, Optional<Door>> named) {

    static final String NAME = "name";

    Door of(Context context) {
        return name(context)
                .map(name -> named.apply(name)
                        .orElseThrow(() -> new HttpFailure(404, "there is no virtual server \"" + name + "\" here")))
                .orElse(standard);
    }

    static Optional<String> name(Context context) {
        return Optional.ofNullable(context.pathParamMap().get(NAME));
    }
}
