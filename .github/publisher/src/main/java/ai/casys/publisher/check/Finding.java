// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

/**
 * One reason not to publish.
 *
 * @param check the name of the {@link Check}
 * @param place a path, commit, ref or line; what a person looks up first
 * @param problem what is wrong; never contains a found secret
 * @param remedy what to do about it
 */
public record Finding(String check, String place, String problem, String remedy) {}
