// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import java.util.Map;

/** Turns an intent into vectors, for searches that were answered before any were there. Safe for any number of threads. */
@FunctionalInterface
public interface IntentVectors {

    /** There are none; past intents are then recognised by their words only. */
    IntentVectors NONE = _ -> Map.of();

    /** The intent's vector by each model that is ready, of unit length; called on the thread that learns. */
    Map<String, float[]> of(String intent);
}
