// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api;

/**
 * What went wrong, in the terms of every door: JSON-RPC error code, HTTP status, exit code of the command line
 * (sysexits).
 */
public enum ErrorCategory {
    /** The caller sent something wrong. */
    INVALID_INPUT(-32602, 400, 64),
    /** What was named does not exist, or not for this caller. */
    NOT_FOUND(-32602, 404, 64),
    /** The caller has not proved who it is. */
    NOT_AUTHENTICATED(-32001, 401, 77),
    /** The caller is known and may not. */
    NOT_PERMITTED(-32003, 403, 77),
    /** A limit is reached; trying again later helps. */
    OVERLOADED(-32004, 429, 75),
    /** A server behind the gateway, or the gateway itself, is not there now. */
    UNAVAILABLE(-32005, 503, 69),
    /** No answer within the deadline; whether the work was done is not known. */
    TIMEOUT(-32006, 504, 75),
    /** The caller withdrew the request. */
    CANCELLED(-32007, 499, 75),
    /** A server behind the gateway broke the protocol or died during the call. */
    UPSTREAM_FAILED(-32008, 502, 69),
    /** The settings do not fit together. */
    CONFIGURATION(-32603, 500, 78),
    /** A fault of the program; details are in the log under the correlation id. */
    INTERNAL(-32603, 500, 70);

    private final int jsonRpcCode;
    private final int httpStatus;
    private final int exitCode;

    ErrorCategory(int jsonRpcCode, int httpStatus, int exitCode) {
        this.jsonRpcCode = jsonRpcCode;
        this.httpStatus = httpStatus;
        this.exitCode = exitCode;
    }

    /** The code of the JSON-RPC error object. */
    public int jsonRpcCode() {
        return jsonRpcCode;
    }

    /** The HTTP status. */
    public int httpStatus() {
        return httpStatus;
    }

    /** The exit code of the command line. */
    public int exitCode() {
        return exitCode;
    }
}
