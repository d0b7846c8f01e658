// SPDX-License-Identifier: AGPL-3.0-only
/** HTTP: endpoints, routes, problem details, server-sent events. */
@NullMarked
package ai.casys.core.http;

import org.jspecify.annotations.NullMarked;
