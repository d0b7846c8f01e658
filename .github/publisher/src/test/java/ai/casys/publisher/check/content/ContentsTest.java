// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read in the bytes of a file, and that no bytes can stop it. */
class ContentsTest {
    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-16", "ISO-8859-1"})
    void textIsReadInEveryEncoding(String encoding) {
        byte[] bytes = "first\nsecond caf\u00e9\n".getBytes(Charset.forName(encoding));

        assertThat(Contents.of(bytes).parts().getFirst().lines().get(1)).isEqualTo("second caf\u00e9");
    }

    @Test
    void linesEndAnyWay() {
        assertThat(Text.lines("a\r\nb\rc\nd".getBytes(StandardCharsets.UTF_8))).containsExactly("a", "b", "c", "d");
    }

    @Test
    void aClassIsReadByItsConstants() throws Exception {
        byte[] bytes = ClassFile.of()
                .build(
                        ClassDesc.of("a.B"),
                        builder -> builder.withField("count", ConstantDescs.CD_long, 0)
                                .withMethodBody(
                                        "call",
                                        java.lang.constant.MethodTypeDesc.of(ConstantDescs.CD_void),
                                        ClassFile.ACC_STATIC,
                                        code -> code.loadConstant(42L)
                                                .pop2()
                                                .loadConstant(1.5)
                                                .pop2()
                                                .loadConstant("a word\u0000 \u20ac")
                                                .pop()
                                                .return_()));

        assertThat(ConstantPool.texts(bytes)).contains("a/B", "count", "J", "call", "a word\u0000 \u20ac");
        assertThat(Contents.of(bytes).parts())
                .singleElement()
                .satisfies(part -> assertThat(part.kind()).isEqualTo(Part.Kind.CLASS));
    }

    @Test
    void everyClassOfThisProgramAndOfTheJdkCanBeRead() throws Exception {
        for (Class<?> type : List.of(Contents.class, String.class, List.class, ClassFile.class, Module.class)) {
            try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
                assertThat(ConstantPool.texts(in.readAllBytes()))
                        .contains(type.getName().replace('.', '/'));
            }
        }
    }

    @Test
    void aClassThatEndsEarlyIsSaidToBeUnreadAndStillSearchedAsText() throws Exception {
        byte[] bytes = ClassFile.of().build(ClassDesc.of("word.Other"), _ -> {});
        Contents contents = Contents.of(Arrays.copyOf(bytes, bytes.length / 2));

        assertThat(contents.unread()).hasSize(1);
        assertThat(String.join("\n", contents.parts().getFirst().lines())).contains("word");
    }

    @Test
    void anUnknownConstantIsRefused() {
        byte[] bytes = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 69, 0, 2, 99};

        assertThatThrownBy(() -> ConstantPool.texts(bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("99");
    }

    @Test
    void theEntriesOfAnArchiveAreParts() throws Exception {
        byte[] inner = zip("deep.txt", "word".getBytes(StandardCharsets.UTF_8));

        Contents contents = Contents.of(zip("inner.zip", inner));

        assertThat(contents.unread()).isEmpty();
        assertThat(contents.parts())
                .extracting(Part::inside)
                .containsExactly("", "!/inner.zip", "!/inner.zip!/deep.txt");
        assertThat(contents.parts().getLast().lines()).containsExactly("word");
    }

    @Test
    void noBytesCanStopTheReading() throws Exception {
        Random random = new Random(5);
        byte[] archive = zip("a.txt", new byte[500]);
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = round % 2 == 0 ? archive.clone() : new byte[random.nextInt(200)];
            if (round % 2 == 1) {
                random.nextBytes(bytes);
            }
            for (int change = 0; change < 3 && bytes.length > 0; change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            assertThat(Contents.of(bytes).parts()).isNotEmpty();
        }
    }

    private static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }
}
