// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Cancellation;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ClientLink;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.Owner;
import ai.casys.core.api.ProgressListener;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What tasks of servers of 2025-11-25 want to know of clients of the stateless era. Such a server asks only while somebody
 * waits in {@code tasks/result}, so a thread of this class waits there, and keeps the questions until
 * {@code tasks/update} brings the answers. It begins when a client finds its task in need of input, and ends with the
 * task, or with the longest wait; the next look at the task begins anew. Safe for any number of threads.
 */
final class TaskQuestions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TaskQuestions.class);
    private static final int MOST = 1_000;
    private static final int MOST_OF_A_USER = 64;
    private static final Duration FIRST_QUESTION = Duration.ofSeconds(2);

    private final Duration longestThought;
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

    /** @param longestThought how long a client may take for an answer */
    TaskQuestions(Duration longestThought) {
        this.longestThought = longestThought;
    }

    /** One question, and its answer once it is there. */
    private record Question(RawJson request, Optional<RawJson> answer) {}

    /**
     * The questions of a task that are open, by key, as {@code inputRequests}; waits a moment for the first one.
     *
     * @param task the id that the client knows
     * @param work waits for the end of the task as this client
     * @throws CasysException OVERLOADED if too many tasks wait for their clients, of this user or in all
     */
    RawObject open(String task, CallContext context, Consumer<CallContext> work) {
        Owner user = context.caller().owner();
        Waiting now = waiting.computeIfAbsent(task, _ -> new Waiting(user, context.client()));
        if (now.begin()) {
            long ofUser = waiting.values().stream()
                    .filter(other -> other.user.equals(user))
                    .count();
            if (waiting.size() > MOST || ofUser > MOST_OF_A_USER) {
                now.end();
                waiting.remove(task, now);
                throw new CasysException(
                        ErrorCategory.OVERLOADED,
                        "too many tasks wait for answers of their clients, " + MOST_OF_A_USER + " of one user and "
                                + MOST + " in all being the limits; answer one, or try again later");
            }
            CallContext own = new CallContext(
                    context.caller(),
                    UUID.randomUUID(),
                    context.deadline().plus(longestThought),
                    now.stop,
                    ProgressListener.NONE,
                    now,
                    RawJson.EMPTY_OBJECT);
            Thread.ofVirtual().name("mcp-task").start(() -> carry(task, now, own, work));
        }
        return now.questions(FIRST_QUESTION);
    }

    /** Brings answers, by key; what nobody asked is left aside. */
    void answered(String task, RawObject answers) {
        Waiting now = waiting.get(task);
        if (now != null) {
            now.answered(answers);
        }
    }

    /** Nobody is to be asked about the task any more. */
    void over(String task) {
        Waiting now = waiting.get(task);
        if (now != null) {
            now.end();
        }
    }

    @Override
    public void close() {
        waiting.values().forEach(Waiting::end);
    }

    private void carry(String task, Waiting now, CallContext context, Consumer<CallContext> work) {
        try {
            work.accept(context);
        } catch (RuntimeException e) {
            // How the task ended is asked again when its client wants to know.
            LOG.debug("the wait for a task has ended: {}", e.getMessage());
        } finally {
            now.end();
            waiting.remove(task, now);
        }
    }

    /** The client as the server sees it: it answers, but later. */
    private final class Waiting implements ClientLink {

        private final Owner user;
        private final ClientLink client;
        private final Cancellation stop = new Cancellation();
        private final String series = UUID.randomUUID().toString().substring(0, 8);
        private final Map<String, Question> questions = new LinkedHashMap<>();
        private boolean begun;
        private boolean ended;
        private int last;

        Waiting(Owner user, ClientLink client) {
            this.user = user;
            this.client = client;
        }

        /** Whether it is for the caller of this method to begin. */
        synchronized boolean begin() {
            boolean first = !begun;
            begun = true;
            return first;
        }

        @Override
        public String client() {
            return client.client();
        }

        @Override
        public RawJson capabilities() {
            return client.capabilities();
        }

        @Override
        public void tell(String method, Optional<RawJson> params) {
            // No request is there on whose stream anything could be said.
        }

        @Override
        public RawJson ask(String method, Optional<RawJson> params, Cancellation withdrawal) {
            Optional<JsonRpcError> refusal =
                    ClientCapabilities.of(client.capabilities()).refusal(method, params);
            if (refusal.isPresent()) {
                throw new JsonRpcException(refusal.get());
            }
            RawObject bare = RawObject.EMPTY.with("method", method);
            RawJson request = params.map(given -> bare.with("params", TaskForms.unrelated(given)))
                    .orElse(bare)
                    .toRawJson();
            String key = note(request);
            try (Cancellation.Registration _ = withdrawal.onCancel(() -> forget(key))) {
                return answer(method, key);
            } finally {
                forget(key);
            }
        }

        private synchronized String note(RawJson request) {
            String key = "question-" + series + "-" + ++last;
            questions.put(key, new Question(request, Optional.empty()));
            notifyAll();
            return key;
        }

        private synchronized void forget(String key) {
            questions.remove(key);
            notifyAll();
        }

        private synchronized RawJson answer(String method, String key) {
            long end = System.nanoTime() + longestThought.toNanos();
            try {
                while (true) {
                    Question question = questions.get(key);
                    if (question == null || ended) {
                        throw new CasysException(ErrorCategory.CANCELLED, "\"" + method + "\" was taken back");
                    }
                    if (question.answer().isPresent()) {
                        return question.answer().get();
                    }
                    long left = (end - System.nanoTime()) / 1_000_000;
                    if (left <= 0) {
                        throw new CasysException(
                                ErrorCategory.TIMEOUT, "the client did not come back to answer \"" + method + "\"");
                    }
                    wait(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CasysException(ErrorCategory.CANCELLED, "\"" + method + "\" was taken back", e);
            }
        }

        private synchronized void answered(RawObject answers) {
            for (String key : answers.names()) {
                Question question = questions.get(key);
                RawJson answer = answers.get(key).orElseThrow();
                if (question != null && HeldLink.fits(method(question.request()), answer)) {
                    questions.put(key, new Question(question.request(), Optional.of(answer)));
                }
            }
            notifyAll();
        }

        private synchronized RawObject questions(Duration patience) {
            long end = System.nanoTime() + patience.toNanos();
            try {
                while (unanswered().names().isEmpty() && !ended) {
                    long left = (end - System.nanoTime()) / 1_000_000;
                    if (left <= 0) {
                        break;
                    }
                    wait(left);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return unanswered();
        }

        private RawObject unanswered() {
            RawObject open = RawObject.EMPTY;
            for (Map.Entry<String, Question> question : questions.entrySet()) {
                if (question.getValue().answer().isEmpty()) {
                    open = open.with(question.getKey(), question.getValue().request());
                }
            }
            return open;
        }

        void end() {
            synchronized (this) {
                ended = true;
                notifyAll();
            }
            stop.cancel();
        }

        private static String method(RawJson request) {
            return RawObject.of(request)
                    .get("method")
                    .map(RawJson::tree)
                    .map(node -> node.asString(""))
                    .orElse("");
        }
    }
}
