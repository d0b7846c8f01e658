// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

/** Where a server behind the gateway is in its life. */
public enum ServerState {
    /** Being started, or its tools being listed for the first time. */
    STARTING,
    /** Takes calls. */
    READY,
    /** Failed; the next attempt is near. */
    BACKING_OFF,
    /** Failed many times in a row; tried again only once in a while, calls are refused at once. */
    CIRCUIT_OPEN,
    /** Ended on purpose. */
    STOPPED
}
