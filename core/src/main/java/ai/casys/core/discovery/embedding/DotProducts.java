// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

/**
 * Sums of products of whole numbers from -127 to 127. Each implementation gives the same results. Safe for any number of
 * threads.
 */
sealed interface DotProducts permits PlainDotProducts, WideDotProducts {

    /** All lengths are a multiple of this; the rest is filled with zeros. */
    int BLOCK = 64;

    /** With vector instructions where this JVM was started with them ({@code --add-modules jdk.incubator.vector}). */
    static DotProducts best() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() && WideDotProducts.fits()
                ? new WideDotProducts()
                : new PlainDotProducts();
    }

    /** A length with what fills it up. */
    static int padded(int length) {
        return (length + BLOCK - 1) / BLOCK * BLOCK;
    }

    /**
     * The product of one row and each of the wanted.
     *
     * @param offset where the row begins in {@code rows}
     * @param wanted all of one length, the row's
     * @param into takes a product for each of the wanted
     */
    void of(byte[] rows, int offset, short[][] wanted, int[] into);
}
