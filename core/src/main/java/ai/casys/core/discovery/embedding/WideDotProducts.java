// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * With the processor's vector instructions, several rows' worth of numbers at once. Two products of numbers up to 127 fit
 * into 16 bits, which halves the widening to 32. A row is read once for two of the wanted.
 */
final class WideDotProducts implements DotProducts {

    private static final int MOST_BITS = 512;
    private static final int LEAST_BITS = 128;
    private static final int BITS = Math.min(MOST_BITS, ShortVector.SPECIES_PREFERRED.vectorBitSize());
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, VectorShape.forBitSize(BITS));
    private static final VectorSpecies<Short> SHORTS = INTS.withLanes(short.class);
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(LEAST_BITS, BITS) / 2));
    private static final int STEP = SHORTS.length();
    private static final int HALF = Short.SIZE;

    /** Whether the processor has vectors that are wide enough to be worth it. */
    static boolean fits() {
        return BITS >= LEAST_BITS;
    }

    @Override
    public void of(byte[] rows, int offset, short[][] wanted, int[] into) {
        int number = 0;
        for (; number + 1 < wanted.length; number += 2) {
            two(rows, offset, wanted[number], wanted[number + 1], into, number);
        }
        if (number < wanted.length) {
            into[number] = one(rows, offset, wanted[number]);
        }
    }

    private static int one(byte[] rows, int offset, short[] other) {
        IntVector sum = IntVector.zero(INTS);
        for (int i = 0; i < other.length; i += 2 * STEP) {
            ShortVector even = numbers(rows, offset + i).mul(ShortVector.fromArray(SHORTS, other, i));
            ShortVector odd = numbers(rows, offset + i + STEP).mul(ShortVector.fromArray(SHORTS, other, i + STEP));
            sum = plus(sum, even.add(odd));
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }

    private static void two(byte[] rows, int offset, short[] first, short[] second, int[] into, int at) {
        IntVector sum = IntVector.zero(INTS);
        IntVector other = sum;
        for (int i = 0; i < first.length; i += 2 * STEP) {
            ShortVector even = numbers(rows, offset + i);
            ShortVector odd = numbers(rows, offset + i + STEP);
            sum = plus(
                    sum,
                    even.mul(ShortVector.fromArray(SHORTS, first, i))
                            .add(odd.mul(ShortVector.fromArray(SHORTS, first, i + STEP))));
            other = plus(
                    other,
                    even.mul(ShortVector.fromArray(SHORTS, second, i))
                            .add(odd.mul(ShortVector.fromArray(SHORTS, second, i + STEP))));
        }
        into[at] = sum.reduceLanes(VectorOperators.ADD);
        into[at + 1] = other.reduceLanes(VectorOperators.ADD);
    }

    private static ShortVector numbers(byte[] rows, int from) {
        return (ShortVector) ByteVector.fromArray(BYTES, rows, from).castShape(SHORTS, 0);
    }

    /** Both halves of each 32 bits are a number; shifting stays within a lane, unlike taking the vector apart. */
    private static IntVector plus(IntVector sum, ShortVector products) {
        IntVector both = products.reinterpretAsInts();
        return sum.add(both.lanewise(VectorOperators.ASHR, HALF))
                .add(both.lanewise(VectorOperators.LSHL, HALF).lanewise(VectorOperators.ASHR, HALF));
    }
}
