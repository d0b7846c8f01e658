// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The REST side of an engine, local or remote. Blocking; for one command's thread. */
final class EngineClient implements AutoCloseable {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Duration QUICK = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final EngineAddress address;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    EngineClient(EngineAddress address) {
        this.address = address;
    }

    /** The engine's address. */
    EngineAddress address() {
        return address;
    }

    /** Reads a document. */
    JsonNode get(String path) {
        return send(request(path, QUICK).GET().build());
    }

    /** Reads a text of whatever form. */
    String text(String path) {
        return new String(bytes(request(path, LONG).GET().build()), StandardCharsets.UTF_8);
    }

    /** Deletes something. */
    JsonNode delete(String path) {
        return send(request(path, LONG).DELETE().build());
    }

    /** Sends a document and reads the answer, which may take as long as a tool takes. */
    JsonNode post(String path, JsonNode body) {
        return send(request(path, LONG)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body)))
                .build());
    }

    /** Whether the engine answers {@code 200} there. */
    boolean answers(String path) {
        try {
            return http.send(request(path, Duration.ofSeconds(2)).GET().build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private HttpRequest.Builder request(String path, Duration timeout) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve(path)).timeout(timeout);
        address.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        return request;
    }

    private JsonNode send(HttpRequest request) {
        return parse(bytes(request));
    }

    private byte[] bytes(HttpRequest request) {
        HttpResponse<byte[]> response;
        try {
            response = http.send(request, BodyHandlers.ofByteArray());
        } catch (HttpTimeoutException e) {
            throw new CasysException(ErrorCategory.TIMEOUT, "no answer from the gateway at " + address + " in time", e);
        } catch (IOException e) {
            throw new CasysException(
                    ErrorCategory.UNAVAILABLE, "no gateway answers at " + address + "; start one with: casys serve", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CasysException(ErrorCategory.CANCELLED, "interrupted", e);
        }
        if (response.statusCode() >= 400) {
            throw new CasysException(
                    category(response.statusCode()), detail(response.statusCode(), parse(response.body())));
        }
        return response.body();
    }

    private JsonNode parse(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw new CasysException(
                    ErrorCategory.UNAVAILABLE,
                    address + " answered with something that is not JSON; is it a Casys gateway?",
                    e);
        }
    }

    private static String detail(int status, JsonNode problem) {
        String detail = problem.path("detail").asString("");
        String title = problem.path("title").asString("HTTP status " + status);
        return detail.isEmpty() ? title : detail;
    }

    private static ErrorCategory category(int status) {
        return Arrays.stream(ErrorCategory.values())
                .filter(category -> category.httpStatus() == status)
                .findFirst()
                .orElse(status >= 500 ? ErrorCategory.INTERNAL : ErrorCategory.INVALID_INPUT);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
