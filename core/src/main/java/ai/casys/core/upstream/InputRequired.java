// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawMember;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.McpMethods;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The answer of a modern server that wants to know more before it goes on (revision 2026-07-28, "Multi Round-Trip
 * Requests").
 *
 * @param questions by the name under which the server wants the answer
 * @param state what the server wants back, exactly as it gave it
 */
record InputRequired(SequencedMap<String, Question> questions, Optional<RawJson> state) {

    private static final String REQUESTS = "inputRequests";
    private static final String STATE = "requestState";
    private static final String TYPE = "resultType";
    private static final int MOST = 32;
    private static final Set<String> METHODS =
            Set.of(McpMethods.SAMPLING_CREATE, McpMethods.ELICITATION_CREATE, McpMethods.ROOTS_LIST);

    /** What a client shall answer. */
    record Question(String method, Optional<RawJson> params) {}

    InputRequired {
        questions = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(questions));
    }

    /**
     * Reads it. The usual result, which is none, is found out by a look at its bytes.
     *
     * @return empty if it is the final result
     * @throws IllegalArgumentException if it is neither that nor a proper request for input
     */
    static Optional<InputRequired> in(RawJson result) {
        if (!result.isObject()) {
            return Optional.empty();
        }
        Optional<RawJson> requests = RawMember.find(result, REQUESTS).value();
        Optional<RawJson> state = RawMember.find(result, STATE).value();
        if ((requests.isEmpty() && state.isEmpty()) || !isInputRequired(result)) {
            return Optional.empty();
        }
        return Optional.of(
                new InputRequired(requests.map(InputRequired::questions).orElseGet(LinkedHashMap::new), state));
    }

    private static boolean isInputRequired(RawJson result) {
        return RawMember.find(result, TYPE)
                .value()
                .map(RawJson::tree)
                .filter(type -> type.asString("").equals("input_required"))
                .isPresent();
    }

    private static SequencedMap<String, Question> questions(RawJson requests) {
        SequencedMap<String, Question> questions = new LinkedHashMap<>();
        RawObject members = RawObject.of(requests);
        for (String name : members.names()) {
            questions.put(name, question(members.get(name).orElseThrow()));
        }
        if (questions.size() > MOST) {
            throw new IllegalArgumentException("it asks " + questions.size() + " questions at once, more than " + MOST);
        }
        return questions;
    }

    private static Question question(RawJson request) {
        RawObject members = RawObject.of(request);
        String method = members.get("method")
                .map(RawJson::tree)
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .orElse("");
        if (!METHODS.contains(method)) {
            throw new IllegalArgumentException("it asks for \"" + method + "\", which no client answers");
        }
        return new Question(method, members.get("params"));
    }

    /** The answers as the server wants them. */
    static RawJson responses(Map<String, RawJson> answers) {
        RawObject responses = RawObject.EMPTY;
        for (Map.Entry<String, RawJson> answer : answers.entrySet()) {
            responses = responses.with(answer.getKey(), answer.getValue());
        }
        return responses.toRawJson();
    }
}
