// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ai.casys.shared.jsonrpc.JsonRpcBatch;
import ai.casys.shared.jsonrpc.JsonRpcCodec;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RequestId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the client of a bridge reads, a message a line. Answers to a batch are kept back until they are complete and
 * then sent as one (2025-03-26, basic, "Batching"). Safe for any number of threads; one writes at a time.
 */
final class ClientOutput {

    private static final class Batch {
        private final Set<RequestId> awaited = new HashSet<>();
        private final List<JsonRpcMessage> answers = new ArrayList<>();
    }

    private final OutputStream out;
    private final JsonRpcCodec codec = new JsonRpcCodec();
    private final Map<RequestId, Batch> batches = new HashMap<>();
    private final Object writing = new Object();

    ClientOutput(OutputStream out) {
        this.out = out;
    }

    /** Expects the answers to a batch; to be called before its messages are passed on. */
    void expect(JsonRpcBatch request) {
        Batch batch = new Batch();
        batch.answers.addAll(request.refusals());
        synchronized (batches) {
            for (JsonRpcMessage message : request.messages()) {
                if (message instanceof JsonRpcRequest question) {
                    batch.awaited.add(question.id());
                    batches.put(question.id(), batch);
                }
            }
        }
        writeIfComplete(batch);
    }

    /** Sends a message, or keeps it for its batch. */
    void write(JsonRpcMessage message) {
        Optional<Batch> batch = answered(message).flatMap(id -> collect(id, Optional.of(message)));
        if (batch.isPresent()) {
            writeIfComplete(batch.get());
        } else {
            line(codec.encode(message));
        }
    }

    /** The request will not be answered, since its client has taken it back. */
    void withdrawn(RequestId request) {
        collect(request, Optional.empty()).ifPresent(this::writeIfComplete);
    }

    private Optional<Batch> collect(RequestId id, Optional<JsonRpcMessage> answer) {
        synchronized (batches) {
            Optional<Batch> batch = Optional.ofNullable(batches.remove(id));
            batch.ifPresent(found -> {
                found.awaited.remove(id);
                answer.ifPresent(found.answers::add);
            });
            return batch;
        }
    }

    private void writeIfComplete(Batch batch) {
        ByteArrayOutputStream array = new ByteArrayOutputStream();
        synchronized (batches) {
            if (!batch.awaited.isEmpty() || batch.answers.isEmpty()) {
                return;
            }
            for (JsonRpcMessage answer : batch.answers) {
                array.write(array.size() == 0 ? '[' : ',');
                array.writeBytes(codec.encode(answer));
            }
            batch.answers.clear();
        }
        array.write(']');
        line(array.toByteArray());
    }

    private void line(byte[] bytes) {
        synchronized (writing) {
            try {
                out.write(bytes);
                out.write('\n');
                out.flush();
            } catch (IOException _) {
                // The client has gone; reading its end says so too and ends the bridge.
            }
        }
    }

    private static Optional<RequestId> answered(JsonRpcMessage message) {
        return switch (message) {
            case JsonRpcResult result -> Optional.of(result.id());
            case JsonRpcFailure failure -> failure.id();
            case JsonRpcRequest _, JsonRpcNotification _ -> Optional.empty();
        };
    }
}
