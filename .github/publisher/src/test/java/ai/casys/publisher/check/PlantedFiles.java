// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import static ai.casys.publisher.check.Plant.file;
import static ai.casys.publisher.check.Plant.planted;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What may lie in a file of the open part and must not become public. Secrets are put together here, not written out. */
final class PlantedFiles {
    private static final String CANARY = "kanarienvogel-4711";
    private static final String TOKEN = "ghp" + "_" + "Zx9".repeat(3) + "Qw3Er5Ty7Ui8Op1As2Df4Gh6Jk0Lz";

    private PlantedFiles() {}

    static List<Plant> secrets() {
        return List.of(
                file("core/key.txt", "-----BEGIN OPENSSH " + "PRIVATE KEY-----\nb3BlbnNzaC1rZXkt\n", "secrets"),
                file("core/token.txt", "token " + TOKEN, "secrets"),
                file("core/aws.properties", "id=AKIA" + "QJ5ZTM3XK2RVN7WL", "secrets"),
                file("docs/example.md", "postgres://admin:tr0ub4dor-3@db.corp.test/main", "secrets"),
                file("core/settings.json", "{\"password\": \"k7#Vq9!zLp2w\"}", "secrets"),
                file("docs/deploy.txt", "export PUBLIC_DEPLOY_TOKEN=q8Zk2Lw0Xv5Nb7Mt", "secrets"),
                file("core/blob.txt", "x = " + random(44), "secrets"),
                file("core/mail.txt", "Authorization: Bearer " + random(40), "secrets"),
                file("core/.env", "A=b", "secret-files"),
                file("docs/.env.production", "A=b", "secret-files"),
                file("core/deploy/id_ed25519", "nothing yet", "secret-files"),
                file("core/server.p12", "nothing yet", "secret-files"),
                file("core/secrets/notes.txt", "nothing yet", "secret-files"),
                file(".gitattributes", "* text\n# " + TOKEN, "secrets"),
                planted(
                        "a secret in UTF-16",
                        workshop -> {
                            workshop.file("core/wide.txt", TOKEN.getBytes(StandardCharsets.UTF_16LE));
                            workshop.commit("Add a text");
                        },
                        "secrets"),
                planted(
                        "a secret in an archive",
                        workshop -> {
                            workshop.file("core/test.zip", zip("a/b.txt", TOKEN.getBytes(StandardCharsets.UTF_8)));
                            workshop.commit("Add an archive");
                        },
                        "secrets"),
                planted(
                        "a secret file in an archive in an archive",
                        workshop -> {
                            workshop.file("core/test.jar", zip("in.zip", zip(".env", new byte[] {'A'})));
                            workshop.commit("Add an archive");
                        },
                        "secrets"),
                planted(
                        "a secret in a packed stream",
                        workshop -> {
                            workshop.file("core/log.gz", gzip(TOKEN.getBytes(StandardCharsets.UTF_8)));
                            workshop.commit("Add a log");
                        },
                        "secrets"),
                planted(
                        "a secret that a later commit has removed again",
                        workshop -> {
                            workshop.file("core/token.txt", TOKEN);
                            workshop.commit("Add a text");
                            workshop.remove("core/token.txt");
                            workshop.commit("Remove it again");
                        },
                        "secrets"),
                file("docs/note.md", "see " + CANARY.toUpperCase(java.util.Locale.ROOT), "canaries"),
                file("docs/" + CANARY + ".md", "nothing", "canaries"),
                file(
                        "docs/encoded.md",
                        Base64.getEncoder().encodeToString(("1" + CANARY).getBytes(StandardCharsets.UTF_8)),
                        "canaries"));
    }

    static List<Plant> mentions() {
        return List.of(
                file("docs/plan.md", "The billing comes later.", "forbidden-text"),
                file("core/src/META-INF/services/core.Spi", "ai.casys.cloud.Quota", "forbidden-text"),
                file("core/src/Flag.java", "// SPDX-License-Identifier: AGPL-3.0-only\nbilling", "forbidden-text"),
                file("core/src/ai/casys/cloud/Quota.txt", "nothing", "forbidden-names"),
                planted(
                        "a mention among bytes that are no text",
                        workshop -> {
                            workshop.file(
                                    "core/blob", new byte[] {(byte) 0xff, ' ', 'B', 'i', 'l', 'l', 'i', 'n', 'g', 0});
                            workshop.commit("Add a blob");
                        },
                        "forbidden-text"),
                planted(
                        "a class that uses a private one",
                        workshop -> {
                            workshop.file("core/Compiled.class", classThatUses("ai.casys.cloud.Quota"));
                            workshop.commit("Add a class");
                        },
                        "forbidden-classes"),
                planted(
                        "a jar with a class that uses a private one",
                        workshop -> {
                            workshop.file("core/lib.jar", zip("a/A.class", classThatUses("ai.casys.cloud.Quota")));
                            workshop.commit("Add a jar");
                        },
                        "forbidden-classes"),
                planted(
                        "a jar with a service file of a private class",
                        workshop -> {
                            workshop.file(
                                    "core/lib.jar",
                                    zip(
                                            "META-INF/services/a.B",
                                            "ai.casys.cloud.Quota".getBytes(StandardCharsets.UTF_8)));
                            workshop.commit("Add a jar");
                        },
                        "forbidden-text"),
                planted(
                        "a mention that a later commit has removed again",
                        workshop -> {
                            workshop.file("docs/plan.md", "billing");
                            workshop.commit("Add a page");
                            workshop.file("docs/plan.md", "nothing");
                            workshop.commit("Correct the page");
                        },
                        "forbidden-text"),
                planted(
                        "a private file moved into the open part",
                        workshop -> {
                            workshop.copy("cloud/src/Secret.java", "core/src/Secret.java");
                            workshop.remove("cloud/src/Secret.java");
                            workshop.commit("Move a class");
                        },
                        "forbidden-text",
                        "licence-headers",
                        "canaries"),
                planted(
                        "a private file copied into the open part",
                        workshop -> {
                            workshop.copy("cloud/src/Plain.txt", "core/src/Plain.txt");
                            workshop.commit("Copy a text");
                        },
                        "private-copies"),
                planted(
                        "a file in the open part whose copy becomes private later",
                        workshop -> {
                            workshop.copy("core/src/Long.java", "cloud/src/Long.java");
                            workshop.file("docs/guide.md", "A guide, changed.");
                            workshop.commit("Copy a class");
                        },
                        "private-copies"));
    }

    static List<Plant> licences() {
        return List.of(
                file("core/src/Bare.java", "class Bare {}", "licence-headers"),
                file("core/page.css", "/* SPDX-License-Identifier: LicenseRef-Casys-Proprietary */", "licence-headers"),
                file("LICENSE", "All rights reserved.", "licence-file"),
                planted(
                        "the licence is gone",
                        workshop -> {
                            workshop.remove("LICENSE");
                            workshop.commit("Remove a file");
                        },
                        "licence-file"));
    }

    static List<Plant> unreadable() {
        return List.of(
                planted(
                        "a packing that cannot be opened",
                        workshop -> {
                            workshop.file("core/data.xz", new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0, 4});
                            workshop.commit("Add data");
                        },
                        "unreadable"),
                planted(
                        "a broken archive",
                        workshop -> {
                            byte[] whole = zip("a.txt", random(4000).getBytes(StandardCharsets.UTF_8));
                            workshop.file("core/data.zip", java.util.Arrays.copyOf(whole, whole.length / 2));
                            workshop.commit("Add data");
                        },
                        "unreadable"),
                planted(
                        "archives in archives without end",
                        workshop -> {
                            byte[] inner = zip("a.txt", new byte[0]);
                            for (int depth = 0; depth < 8; depth++) {
                                inner = zip("a.zip", inner);
                            }
                            workshop.file("core/data.zip", inner);
                            workshop.commit("Add data");
                        },
                        "unreadable"),
                planted(
                        "a small archive of very much",
                        workshop -> {
                            workshop.file("core/data.zip", zip("zeros", new byte[50 << 20]));
                            workshop.commit("Add data");
                        },
                        "unreadable"),
                planted(
                        "a file too large to look at",
                        workshop -> {
                            workshop.file("core/data.bin", new byte[ContentReading.LARGEST + 1]);
                            workshop.commit("Add data");
                        },
                        "unreadable"),
                planted(
                        "half a class",
                        workshop -> {
                            byte[] whole = classThatUses("java.lang.String");
                            workshop.file("core/Half.class", java.util.Arrays.copyOf(whole, whole.length / 2));
                            workshop.commit("Add data");
                        },
                        "unreadable"));
    }

    /** Letters and digits from a fixed seed, as a generator of keys would give. */
    static String random(int length) {
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        return new Random(20260728)
                .ints(length, 0, letters.length())
                .mapToObj(letters::charAt)
                .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
                .toString();
    }

    static byte[] classThatUses(String name) {
        return ClassFile.of()
                .build(
                        ClassDesc.of("ai.casys.core.Compiled"),
                        builder -> builder.withField("quota", ClassDesc.of(name), 0));
    }

    static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }
}
