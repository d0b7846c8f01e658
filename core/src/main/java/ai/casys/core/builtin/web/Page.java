// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.web;

import ai.casys.core.builtin.tool.Json;
import ai.casys.core.net.OutboundResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import tools.jackson.databind.node.ObjectNode;

/** A loaded page and what its bytes mean. */
record Page(String url, OutboundResponse response) {

    private static final Pattern CHARSET = Pattern.compile("charset\\s*=\\s*\"?([A-Za-z0-9._:-]{1,40})");
    private static final Set<String> TEXT_TYPES = Set.of(
            "application/json",
            "application/xml",
            "application/javascript",
            "application/x-javascript",
            "application/ecmascript",
            "application/x-yaml",
            "application/yaml",
            "application/toml",
            "application/sql",
            "application/x-sh",
            "application/x-www-form-urlencoded");

    /** The media type without parameters, in lower case; empty if the server names none. */
    String mediaType() {
        String type = response.contentType().orElse("");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    boolean isHtml() {
        String type = mediaType();
        return type.equals("text/html") || type.equals("application/xhtml+xml");
    }

    boolean isImage() {
        return Set.of("image/png", "image/jpeg", "image/gif", "image/webp").contains(mediaType());
    }

    boolean isText() {
        String type = mediaType();
        return type.isEmpty()
                || type.startsWith("text/")
                || type.endsWith("+json")
                || type.endsWith("+xml")
                || TEXT_TYPES.contains(type);
    }

    String text() {
        return new String(
                response.body().bytes(), charset().flatMap(Page::charset).orElse(StandardCharsets.UTF_8));
    }

    /** The parsed page; the character set may also be named inside of it. */
    Document html() {
        try {
            String charset = charset().flatMap(Page::charset).map(Charset::name).orElse(null);
            return Jsoup.parse(
                    new ByteArrayInputStream(response.body().bytes()),
                    charset,
                    response.finalUrl().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ObjectNode facts() {
        ObjectNode facts = Json.object()
                .put("url", url)
                .put("final_url", response.finalUrl().toString())
                .put("status", response.status())
                .put("redirects", response.redirects());
        response.contentType().ifPresent(type -> facts.put("content_type", type));
        return facts.put("bytes", response.body().size());
    }

    private Optional<String> charset() {
        Matcher matcher = CHARSET.matcher(response.contentType().orElse(""));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Optional<Charset> charset(String name) {
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            return Optional.empty();
        }
    }
}
