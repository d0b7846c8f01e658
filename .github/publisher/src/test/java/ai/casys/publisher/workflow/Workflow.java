// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.workflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A workflow file, read as YAML 1.2 as GitHub does, where {@code on} is a text.
 *
 * @param name the file's name
 * @param text as it is written
 * @param root the mapping it holds
 */
record Workflow(String name, String text, Map<String, Object> root) {

    /** One step of a job. */
    record Step(String job, int index, Map<String, Object> body) {
        String text(String key) {
            return body.get(key) instanceof String value ? value : "";
        }

        Map<String, Object> map(String key) {
            return Workflow.map(body.get(key));
        }

        String place() {
            return job + ", step " + (index + 1);
        }
    }

    static Workflow read(Path file) throws IOException {
        return of(file.getFileName().toString(), Files.readString(file));
    }

    static Workflow of(String name, String text) {
        return new Workflow(
                name, text, map(new Load(LoadSettings.builder().setLabel(name).build()).loadFromString(text)));
    }

    Map<String, Object> triggers() {
        return map(root.get("on"));
    }

    Map<String, Map<String, Object>> jobs() {
        Map<String, Map<String, Object>> jobs = new LinkedHashMap<>();
        map(root.get("jobs")).forEach((name, body) -> jobs.put(name, map(body)));
        return jobs;
    }

    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        jobs().forEach((name, job) -> {
            if (job.get("steps") instanceof List<?> list) {
                for (int index = 0; index < list.size(); index++) {
                    steps.add(new Step(name, index, map(list.get(index))));
                }
            }
        });
        return steps;
    }

    static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> other) {
            other.forEach((key, entry) -> map.put(String.valueOf(key), entry == null ? "" : entry));
        } else if (value instanceof List<?> names) {
            names.forEach(name -> map.put(String.valueOf(name), ""));
        } else if (value instanceof String name) {
            map.put(name, "");
        }
        return map;
    }
}
