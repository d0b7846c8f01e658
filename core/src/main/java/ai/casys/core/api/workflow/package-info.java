// SPDX-License-Identifier: AGPL-3.0-only
/** The definition of a workflow: what discovery proposes, capabilities keep and the workflow engine runs. */
@NullMarked
package ai.casys.core.api.workflow;

import org.jspecify.annotations.NullMarked;
