// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api;

/**
 * Hears what was looked for and what was called. Each method is told after the fact, on the thread that did it, returns
 * at once and never throws: what is made of it happens elsewhere. Safe for any number of threads.
 */
public interface RunListener {

    /** Hears nothing. */
    RunListener NONE = new RunListener() {
        @Override
        public void searched(FinishedSearch search) {}

        @Override
        public void finished(FinishedCall call) {}
    };

    /** A search by intent was answered. */
    void searched(FinishedSearch search);

    /** A call is over. */
    void finished(FinishedCall call);
}
