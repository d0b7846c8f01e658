// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.files;

import ai.casys.core.builtin.tool.ToolFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Splits a path as written by a caller into plain names. What is left cannot climb, cannot be absolute and cannot name a
 * device: the folder handles open one name at a time.
 *
 * @param windows whether names must also be harmless on Windows, where {@code CON} and {@code a:b} are not files
 */
record PathRules(boolean windows) {

    /** Names of our own unfinished files; nobody else may use or see them. */
    static final String TEMPORARY_PREFIX = ".casys-tmp-";

    private static final int MAX_PATH = 4_096;
    private static final int MAX_NAME_BYTES = 255;
    private static final Set<String> DEVICES = Set.of(
            "con", "prn", "aux", "nul", "conin$", "conout$", "com0", "com1", "com2", "com3", "com4", "com5", "com6",
            "com7", "com8", "com9", "com¹", "com²", "com³", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6",
            "lpt7", "lpt8", "lpt9", "lpt¹", "lpt²", "lpt³");

    static PathRules ofThisMachine() {
        return new PathRules(
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows"));
    }

    boolean isAbsolute(String path) {
        return unified(path).startsWith("/") || !drive(path).isEmpty();
    }

    /** The {@code C:} in front of a Windows path, else nothing. */
    String drive(String path) {
        return windows && path.length() > 1 && path.charAt(1) == ':' ? path.substring(0, 2) : "";
    }

    /** The names of a path, without empty ones and single dots. */
    List<String> names(String path) {
        if (path.length() > MAX_PATH) {
            throw new ToolFailure(
                    "The path has " + path.length() + " characters; at most " + MAX_PATH + " are allowed.");
        }
        if (path.indexOf('\0') >= 0) {
            throw new ToolFailure("The path holds a NUL character, which no file name may.");
        }
        if (!windows && path.indexOf('\\') >= 0) {
            throw new ToolFailure("Path \"" + path + "\" holds a backslash; separate folders with \"/\".");
        }
        List<String> names = new ArrayList<>();
        for (String name : unified(path).split("/", -1)) {
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            check(name, path);
            names.add(name);
        }
        return List.copyOf(names);
    }

    private void check(String name, String path) {
        if (name.equals("..")) {
            throw new ToolFailure("Path \"" + path + "\" holds \"..\"; write the path without it.");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw new ToolFailure("The path holds half a character (an unpaired surrogate); correct it.");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new ToolFailure("A name in the path is longer than " + MAX_NAME_BYTES + " bytes.");
        }
        if (name.toLowerCase(Locale.ROOT).startsWith(TEMPORARY_PREFIX)) {
            throw new ToolFailure(
                    "Names that start with " + TEMPORARY_PREFIX + " are for unfinished files; choose another.");
        }
        if (windows) {
            checkWindows(name, path);
        }
    }

    private static void checkWindows(String name, String path) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < ' ' || "<>:\"|?*".indexOf(name.charAt(i)) >= 0) {
                throw new ToolFailure("Path \"" + path + "\" holds a character that Windows file names may not have.");
            }
        }
        int dot = name.indexOf('.');
        String stem = (dot < 0 ? name : name.substring(0, dot)).strip().toLowerCase(Locale.ROOT);
        if (DEVICES.contains(stem)) {
            throw new ToolFailure("\"" + name + "\" is the name of a Windows device, not of a file; choose another.");
        }
        if (name.endsWith(".") || name.endsWith(" ")) {
            throw new ToolFailure("\"" + name + "\" ends in a dot or space, which Windows drops; choose another name.");
        }
    }

    /** With forward slashes only; on other systems the backslash is refused instead. */
    private String unified(String path) {
        return windows ? path.replace('\\', '/') : path;
    }
}
