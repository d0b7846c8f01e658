// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin;

import java.util.List;

/** One call of every built-in tool, in an order that makes sense for the files they leave behind. */
final class BuiltinSamples {

    static final List<Sample> ALL = List.of(
            new Sample(
                    "files",
                    "write",
                    "{\"path\": \"notes/todo.md\", \"text\": \"# To do\\n- buy milk\\n- call Ada\\n\"}"),
            new Sample("files", "read", "{\"path\": \"notes/todo.md\", \"start_line\": 2}"),
            new Sample(
                    "files",
                    "edit",
                    "{\"path\": \"notes/todo.md\", \"edits\": [{\"old_text\": \"milk\", \"new_text\": \"oat milk\"}]}"),
            new Sample(
                    "files",
                    "search",
                    "{\"query\": \"call \\\\w+\", \"regex\": true, \"glob\": \"*.md\", \"context\": 1}"),
            new Sample("files", "list", "{\"depth\": 2}"),
            new Sample("files", "info", "{\"path\": \"notes/todo.md\"}"),
            new Sample("files", "move", "{\"from\": \"notes/todo.md\", \"to\": \"archive/todo.md\"}"),
            new Sample("files", "delete", "{\"path\": \"archive/todo.md\"}"),
            new Sample("web", "fetch", "{\"url\": \"http://docs.example/guide\"}"),
            new Sample("web", "extract_links", "{\"url\": \"http://docs.example/guide\"}"),
            new Sample(
                    "json",
                    "query",
                    "{\"path\": \"$.items[?@.price < 10].name\", \"document\": {\"items\": [{\"name\": \"tea\", \"price\":"
                            + " 4.5}, {\"name\": \"lamp\", \"price\": 39}]}}"),
            new Sample(
                    "json", "diff", "{\"left\": {\"a\": 1, \"b\": [1, 2, 3]}, \"right\": {\"a\": 2, \"b\": [1, 3]}}"),
            new Sample(
                    "json",
                    "format",
                    "{\"text\": \"{\\\"b\\\": 1, \\\"a\\\": [true]}\", \"style\": \"compact\", \"sort_keys\": true}"),
            new Sample(
                    "text",
                    "match",
                    "{\"text\": \"ada@mail.example, bob\", \"pattern\": \"(?P<user>\\\\w+)@(\\\\S+\\\\w)\"}"),
            new Sample(
                    "text",
                    "replace",
                    "{\"text\": \"2026-11-23\", \"pattern\": \"(\\\\d+)-(\\\\d+)-(\\\\d+)\", \"replacement\": \"$3.$2.$1\"}"),
            new Sample("text", "diff", "{\"left\": \"one\\ntwo\\n\", \"right\": \"one\\n2\\n\"}"),
            new Sample("text", "hash", "{\"text\": \"hello\"}"),
            new Sample("text", "encode", "{\"text\": \"grüße\", \"encoding\": \"base64url\"}"),
            new Sample("text", "decode", "{\"encoded\": \"Z3LDvMOfZQ==\"}"),
            new Sample("text", "count", "{\"text\": \"One line.\\nTwo lines!\"}"),
            new Sample("time", "now", "{\"zones\": [\"Asia/Tokyo\"]}"),
            new Sample(
                    "time",
                    "convert",
                    "{\"time\": \"2026-03-29T02:30\", \"zone\": \"Europe/Berlin\", \"to\": [\"America/New_York\"]}"),
            new Sample(
                    "time",
                    "parse",
                    "{\"text\": \"3 März 2026 14:05\", \"pattern\": \"d MMMM yyyy HH:mm\", \"locale\": \"de\", \"zone\": \"Europe/Berlin\"}"),
            new Sample(
                    "time",
                    "format",
                    "{\"time\": \"2026-11-23T08:00Z\", \"to\": \"Asia/Kolkata\", \"pattern\": \"EEEE, d MMMM yyyy HH:mm\"}"),
            new Sample("time", "add", "{\"time\": \"2026-01-31T09:00\", \"zone\": \"UTC\", \"duration\": \"P1M\"}"),
            new Sample("time", "difference", "{\"start\": \"2026-01-01\", \"end\": \"2026-11-23T12:00\"}"),
            new Sample("csv", "parse", "{\"text\": \"name;age\\nAda;36\\nBob;\", \"typed\": true}"),
            new Sample(
                    "csv",
                    "query",
                    "{\"text\": \"city,amount\\nRome,3\\nOslo,5\\nRome,4\", \"group_by\": [\"city\"], \"aggregate\":"
                            + " [{\"function\": \"sum\", \"column\": \"amount\"}], \"sort_by\": [{\"column\": \"sum_amount\","
                            + " \"descending\": true}]}"),
            new Sample(
                    "csv",
                    "from_json",
                    "{\"rows\": [{\"name\": \"Ada\", \"note\": \"says \\\"hi\\\"\"}, {\"name\": \"Bob\", \"age\": 7}]}"));

    private BuiltinSamples() {}

    record Sample(String server, String tool, String arguments) {}
}
