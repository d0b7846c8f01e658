// SPDX-License-Identifier: AGPL-3.0-only
/** jOOQ's classes for the tables of core, generated from the migrations; see CodeGeneration. */
package ai.casys.core.storage.generated;
