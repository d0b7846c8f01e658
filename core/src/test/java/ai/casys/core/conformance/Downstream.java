// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.conformance;

import java.net.URI;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How a client reaches what it is to speak to. */
sealed interface Downstream {

    /** For the programs of Node, as a part of their plan. */
    ObjectNode plan();

    /** Streamable HTTP. */
    record Endpoint(URI url) implements Downstream {
        @Override
        public ObjectNode plan() {
            return JsonMapper.shared().createObjectNode().put("url", url.toString());
        }
    }

    /** A program that the client starts itself and speaks to over its standard streams. */
    record Program(List<String> command, Map<String, String> environment) implements Downstream {
        public Program {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }

        @Override
        public ObjectNode plan() {
            ObjectNode plan = JsonMapper.shared().createObjectNode().put("command", command.getFirst());
            ArrayNode arguments = plan.putArray("args");
            command.stream().skip(1).forEach(arguments::add);
            ObjectNode variables = plan.putObject("env");
            environment.forEach(variables::put);
            return plan;
        }
    }
}
