// SPDX-License-Identifier: AGPL-3.0-only
/** How well tools are found: data sets of labelled intents, measures, and the run over them. */
@NullMarked
package ai.casys.core.discovery.eval;

import org.jspecify.annotations.NullMarked;
