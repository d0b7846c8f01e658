// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.capability;

import ai.casys.core.learning.runs.CanonicalJson;
import ai.casys.core.learning.runs.RunStep;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What makes two sequences of calls the same: the tools, their order, and which values went where. */
final class Structure {

    private Structure() {}

    /** 64 hexadecimal digits. */
    static String of(List<RunStep> steps) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (RunStep step : steps) {
            ArrayNode one =
                    all.addArray().add(step.tool().server()).add(step.tool().tool());
            TreeSet<String> flows = new TreeSet<>();
            step.flows().forEach(flow -> flows.add(flow.from() + ":" + flow.output() + ">" + flow.argument()));
            flows.forEach(one::add);
        }
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(CanonicalJson.inOrder(all).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The structures of its beginnings of two steps and more, itself included. */
    static List<String> prefixes(List<RunStep> steps) {
        List<String> prefixes = new ArrayList<>();
        for (int size = 2; size <= steps.size(); size++) {
            prefixes.add(of(steps.subList(0, size)));
        }
        return prefixes;
    }
}
