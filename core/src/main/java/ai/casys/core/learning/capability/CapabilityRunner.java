// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.capability;

/** What can run capabilities. As long as there is none, none is offered. Safe for any number of threads. */
@FunctionalInterface
public interface CapabilityRunner {

    /** Whether it could run this one now. */
    boolean canRun(Capability capability);
}
