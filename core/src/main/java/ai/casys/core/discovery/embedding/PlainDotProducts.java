// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

/** One number after the other. */
final class PlainDotProducts implements DotProducts {

    @Override
    public void of(byte[] rows, int offset, short[][] wanted, int[] into) {
        for (int number = 0; number < wanted.length; number++) {
            short[] other = wanted[number];
            int sum = 0;
            for (int i = 0; i < other.length; i++) {
                sum += rows[offset + i] * other[i];
            }
            into[number] = sum;
        }
    }
}
