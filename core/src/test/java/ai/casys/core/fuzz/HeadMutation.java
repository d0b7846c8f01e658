// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Changes the request line or one header. */
final class HeadMutation {

    private static final List<String> HEADERS = List.of(
            "Content-Length: 0",
            "Content-Length: -1",
            "Content-Length: +5",
            "Content-Length: 5, 6",
            "Content-Length: 99999999999999999999",
            "Content-Length: 2147483648",
            "Content-Length: 70000",
            "Content-Length: 10",
            "Content-Length: x",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: gzip, chunked",
            "Transfer-Encoding: chunked, identity",
            "Transfer-Encoding: \u000bchunked",
            "Content-Encoding: gzip",
            "Expect: 100-continue",
            "Expect: 200-ok",
            "Connection: close",
            "Connection: upgrade",
            "Upgrade: h2c",
            "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA",
            "Host: evil.example",
            "Host: localhost:99999",
            "Host: [::1",
            "Host:",
            "Origin: https://evil.example",
            "Origin: null",
            "Origin: https://app.example",
            "Accept: */*",
            "Accept: text/html",
            "Accept: application/json;q=0",
            "Accept: ,;=,",
            "Accept: application/json",
            "Content-Type: text/plain",
            "Content-Type: application/json; charset=utf-16",
            "Content-Type: ;",
            "Content-Type: application/json; charset=\"",
            "Authorization: Bearer x",
            "Authorization: Basic !!!",
            "Authorization:",
            "Mcp-Session-Id: ${session}",
            "Mcp-Session-Id: nobody",
            "Mcp-Session-Id: \u00ff",
            "Mcp-Session-Id:",
            "MCP-Protocol-Version: 2026-07-28",
            "MCP-Protocol-Version: 2025-11-25",
            "MCP-Protocol-Version: 1999-01-01",
            "MCP-Protocol-Version:",
            "Mcp-Method: tools/list",
            "Mcp-Method: ping",
            "Mcp-Name: =?base64?####?=",
            "Mcp-Name: =?base64?4pyT?=",
            "Mcp-Name: =?base64?gICA?=",
            "Mcp-Name: =?base64??=",
            "Mcp-Name: =?base64?",
            "Mcp-Name: =?BASE64?ZmlsZXNfX2VjaG8=?=",
            "Mcp-Name: \u00e2\u009c\u0093",
            "Last-Event-ID: ${event}",
            "Last-Event-ID: -1",
            "Last-Event-ID: 99999999999999999999",
            "Last-Event-ID: 1-1-1",
            "Last-Event-ID: \u0001",
            "Cookie: a=b; =; $x",
            "Range: bytes=0-",
            "Forwarded: for=_x",
            "X-Forwarded-For: ${session}",
            "traceparent: 00-xyz",
            "X-Correlation-Id: \u0080",
            "Trailer: Host",
            "Host : localhost",
            " folded: x",
            ":",
            "no colon",
            "X: a\rb",
            "X: a\nY: b",
            "X: a\r\nY: b",
            "X: \u0000");

    private static final List<String> PATHS = List.of(
            "/mcp",
            "/mcp/",
            "/mcp/named",
            "/mcp/other",
            "/mcp//",
            "//mcp",
            "/mcp;x=y",
            "/mcp?x=%",
            "/mcp?x=%zz",
            "/%6dcp",
            "/mcp/%2e%2e/health/live",
            "/mcp/..;/health",
            "/mcp%00",
            "/mcp/%ff",
            "/mcp/named%2Fx",
            "/sse",
            "/sse/named",
            "/messages",
            "/messages?session=",
            "/messages?session=%",
            "${messages}",
            "/api/v1/tools/%ff",
            "/api/v1/tools/%00",
            "/api/v1/tools/files%3Aecho",
            "/api/v1/tools/%20/diff",
            "/api/v1/search?limit=99999999999",
            "/api/v1/search?query=%ff%fe",
            "/api/v1/search?query=",
            "/api/v1/search?include=,,&limit=-1&intent=a&intent=b",
            "/api/v1/search?&&=&x",
            "/api/v1/tool-changes?limit=0",
            "/api/v1/tool-changes?limit=x&server=%00",
            "/api/v1/tools?server=%ED%A0%80",
            "/api/v1/tools/files__echo/approve",
            "/api/v1/call",
            "*",
            "",
            "http://localhost/mcp",
            "http://evil.example/mcp",
            "localhost:1",
            "/\u0001",
            "/\u00ff",
            "/?" + "a=b&".repeat(500),
            "/" + "x".repeat(20_000));

    private static final List<String> METHODS = List.of(
            "GET",
            "POST",
            "DELETE",
            "OPTIONS",
            "PUT",
            "PATCH",
            "TRACE",
            "CONNECT",
            "get",
            "G\u0000T",
            "PRI",
            "X".repeat(300));

    private static final List<String> VERSIONS =
            List.of("HTTP/1.1", "HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/9.9", "HTTP/1.1 x", "");

    private final Random random;

    HeadMutation(Random random) {
        this.random = random;
    }

    Step of(Step step) {
        List<String> headers = new ArrayList<>(step.headers());
        int at = headers.isEmpty() ? 0 : random.nextInt(headers.size());
        switch (random.nextInt(9)) {
            case 0 -> {
                return step.withLine(line(step.line()));
            }
            case 1 -> {
                if (!headers.isEmpty()) {
                    headers.remove(at);
                }
            }
            case 2 -> {
                if (!headers.isEmpty()) {
                    headers.add(headers.get(at));
                }
            }
            case 3 -> headers.add("X-Filler: " + "z".repeat(random.nextInt(20_000)));
            case 4 -> {
                for (int count = random.nextInt(600); count > 0; count--) {
                    headers.add("X-" + count + ": " + count);
                }
            }
            case 5 -> {
                if (!headers.isEmpty()) {
                    headers.set(at, replaced(headers.get(at)));
                }
            }
            case 6 -> {
                String header = HEADERS.get(random.nextInt(HEADERS.size()));
                String name = header.contains(":") ? header.substring(0, header.indexOf(':') + 1) : header;
                headers.removeIf(own -> own.regionMatches(true, 0, name, 0, name.length()));
                headers.add(header);
            }
            default -> headers.add(HEADERS.get(random.nextInt(HEADERS.size())));
        }
        return step.withHeaders(headers);
    }

    private String line(String line) {
        String[] parts = line.split(" ", 3);
        String method = parts[0];
        String path = parts.length > 1 ? parts[1] : "/";
        String version = parts.length > 2 ? parts[2] : "HTTP/1.1";
        switch (random.nextInt(6)) {
            case 0 -> method = METHODS.get(random.nextInt(METHODS.size()));
            case 1 -> version = VERSIONS.get(random.nextInt(VERSIONS.size()));
            case 2 -> path = replaced(path);
            default -> path = PATHS.get(random.nextInt(PATHS.size()));
        }
        return method + " " + path + " " + version;
    }

    private String replaced(String text) {
        int at = random.nextInt(text.length() + 1);
        String insert = switch (random.nextInt(5)) {
            case 0 -> "\r\nX-Evil: 1";
            case 1 -> String.valueOf((char) random.nextInt(256));
            case 2 -> "%" + Integer.toHexString(random.nextInt(256));
            case 3 -> "w".repeat(random.nextInt(9_000));
            default -> "";
        };
        return text.substring(0, at) + insert + (at < text.length() ? text.substring(at + 1) : "");
    }
}
