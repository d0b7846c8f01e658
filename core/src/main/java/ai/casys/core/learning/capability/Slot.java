// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.capability;

/** What fills one argument of one step. */
sealed interface Slot {

    /** The same value each time; canonical JSON. */
    record Constant(String json) implements Slot {}

    /** A value out of an earlier step's result. */
    record Reference(int from, String pointer) implements Slot {}

    /**
     * An input of the capability.
     *
     * @param input its name; arguments that had the same value each time share one
     * @param optional whether the argument was sometimes left out
     */
    record Parameter(String input, boolean optional) implements Slot {}
}
