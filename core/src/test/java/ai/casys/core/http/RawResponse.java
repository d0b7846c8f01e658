// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

/** What came over a raw connection, taken apart as far as tests need it. */
record RawResponse(int statusCode, String head, String body) {

    static RawResponse parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        return new RawResponse(
                Integer.parseInt(text.substring(9, 12)), text.substring(0, end), text.substring(end + 4));
    }
}
