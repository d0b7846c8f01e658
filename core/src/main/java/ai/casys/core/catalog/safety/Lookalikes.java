// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog.safety;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Set;

/** Letters that look like Latin ones, and names that are made of them. */
final class Lookalikes {

    // Pairs: what it is, what it looks like. From Unicode's confusables (UTS #39), the letters that look the same in
    // common fonts.
    private static final String CYRILLIC = "аaсcеeоoрpхxуyіiјjѕsԁdһhԛqԝwӏlвbнhкkмmтtгrАAВBЕEКKМMНHОOРPСCТTХXУYІIЈJЅS";
    private static final String GREEK = "αaοoνvρpιiκkυuτtΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX";
    private static final String OTHER = "օoոnսuցgհhѕsɡgɑaıi";
    private static final String PAIRS = CYRILLIC + GREEK + OTHER;

    /** Latin may stand beside these, as in UTS #39's "highly restrictive" profile. */
    private static final Set<UnicodeScript> BESIDE_LATIN = EnumSet.of(
            UnicodeScript.LATIN,
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.HANGUL,
            UnicodeScript.BOPOMOFO);

    private Lookalikes() {}

    /** The Latin letter that this one looks like, or the letter itself. */
    static int latin(int point) {
        if (point < 0x80 || point > 0xFFFF) {
            return point;
        }
        for (int index = 0; index < PAIRS.length(); index += 2) {
            if (PAIRS.charAt(index) == point) {
                return PAIRS.charAt(index + 1);
            }
        }
        return point;
    }

    /** Whether the name can be taken for another one by its looks. */
    static boolean deceives(String name) {
        if (name.codePoints().allMatch(point -> point < 0x80)) {
            return false;
        }
        if (!Normalizer.normalize(name, Normalizer.Form.NFKC).equals(Normalizer.normalize(name, Normalizer.Form.NFC))) {
            return true;
        }
        Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
        name.codePoints()
                .filter(Character::isLetter)
                .mapToObj(UnicodeScript::of)
                .forEach(scripts::add);
        scripts.remove(UnicodeScript.COMMON);
        scripts.remove(UnicodeScript.INHERITED);
        boolean mixed = scripts.size() > 1 && !BESIDE_LATIN.containsAll(scripts);
        boolean wholly = !scripts.contains(UnicodeScript.LATIN)
                && name.codePoints().filter(Character::isLetter).allMatch(point -> point < 0x80 || latin(point) < 0x80)
                && name.codePoints().anyMatch(Character::isLetter);
        return mixed || wholly;
    }
}
