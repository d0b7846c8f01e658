// SPDX-License-Identifier: AGPL-3.0-only
/** From a text to the tools that serve it. */
@NullMarked
package ai.casys.core.discovery;

import org.jspecify.annotations.NullMarked;
