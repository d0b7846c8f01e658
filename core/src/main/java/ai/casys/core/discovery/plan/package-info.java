// SPDX-License-Identifier: AGPL-3.0-only
/** From an intent and the tools that serve it to a workflow: order, values that flow, and what is still needed. */
@NullMarked
package ai.casys.core.discovery.plan;

import org.jspecify.annotations.NullMarked;
