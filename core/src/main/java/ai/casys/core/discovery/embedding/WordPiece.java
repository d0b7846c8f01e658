// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tokenizer of BERT models (Devlin et al. 2018): words at white space, around punctuation and around Chinese
 * characters; "uncased" in lower case and without accents; the longest pieces that the vocabulary has, from the left.
 * Special tokens that stand in a text are read as text. Immutable, for any number of threads.
 */
final class WordPiece {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String CONTINUES = "##";
    private static final int LONGEST_WORD = 100;

    private final Map<String, Integer> vocabulary;
    private final boolean lowerCase;
    private final boolean dropsAccents;
    private final int unknown;
    private final int opening;
    private final int closing;

    private WordPiece(Map<String, Integer> vocabulary, boolean lowerCase, boolean dropsAccents) {
        this.vocabulary = vocabulary;
        this.lowerCase = lowerCase;
        this.dropsAccents = dropsAccents;
        this.unknown = required("[UNK]");
        this.opening = required("[CLS]");
        this.closing = required("[SEP]");
    }

    /**
     * Reads a {@code tokenizer.json}.
     *
     * @throws IllegalArgumentException if it describes another kind of tokenizer; says what it must be
     */
    static WordPiece read(InputStream json) throws IOException {
        JsonNode tree = parsed(json);
        JsonNode model = tree.path("model");
        must(model.path("type"), "WordPiece", "tokenizer");
        must(tree.path("normalizer").path("type"), "BertNormalizer", "normalizer");
        must(tree.path("pre_tokenizer").path("type"), "BertPreTokenizer", "pre-tokenizer");
        must(model.path("continuing_subword_prefix"), CONTINUES, "continuing prefix");
        JsonNode words = model.path("vocab");
        Map<String, Integer> vocabulary = HashMap.newHashMap(words.size());
        words.properties()
                .forEach(word -> vocabulary.put(word.getKey(), word.getValue().asInt(-1)));
        if (vocabulary.containsValue(-1)) {
            throw new IllegalArgumentException("has a word in its vocabulary without a number");
        }
        boolean lowerCase = tree.path("normalizer").path("lowercase").asBoolean(true);
        // Where it is not said, accents go with the case.
        boolean dropsAccents =
                tree.path("normalizer").path("strip_accents").asBooleanOpt().orElse(lowerCase);
        return new WordPiece(vocabulary, lowerCase, dropsAccents);
    }

    private static JsonNode parsed(InputStream json) throws IOException {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("is no JSON, it must be a tokenizer.json", e);
        }
    }

    private static void must(JsonNode found, String wanted, String what) {
        String is = found.asString("");
        if (!is.equals(wanted)) {
            throw new IllegalArgumentException("describes a " + what + " of type \"" + is + "\", it must be \"" + wanted
                    + "\": of tokenizers, only that of BERT models is understood");
        }
    }

    /** The largest number of a word. */
    int largest() {
        return vocabulary.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /**
     * Two texts' tokens: the first between the opening and a closing one, the second before another closing one; and
     * where the second begins.
     */
    static final class Pair {
        private final long[] tokens;
        private final int second;

        Pair(long[] tokens, int second) {
            this.tokens = tokens;
            this.second = second;
        }

        long[] tokens() {
            return tokens;
        }

        int second() {
            return second;
        }
    }

    /**
     * The tokens of two texts together.
     *
     * @param most tokens at most; of the first text at most half are kept if both are long, the second is cut off
     */
    Pair pair(String first, String second, int most) {
        long[] ends = tokens(second, most);
        int content = ends.length - 1;
        long[] begins = tokens(first, Math.max(most / 2, most - content));
        int room = Math.min(content, most - begins.length);
        long[] all = Arrays.copyOf(begins, begins.length + room);
        System.arraycopy(ends, 1, all, begins.length, room);
        all[all.length - 1] = closing;
        return new Pair(all, begins.length);
    }

    /**
     * The numbers of a text's tokens, the opening and the closing one included.
     *
     * @param most tokens at most; what is beyond is cut off
     */
    long[] tokens(String text, int most) {
        Collected collected = new Collected(most - 1);
        collected.add(opening);
        StringBuilder word = new StringBuilder();
        int at = 0;
        while (at < text.length() && !collected.full()) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            switch (kind(point)) {
                case LETTER -> word.appendCodePoint(point);
                case BLANK -> end(word, collected);
                case ALONE -> {
                    end(word, collected);
                    word.appendCodePoint(point);
                    end(word, collected);
                }
                case DROPPED -> {}
            }
        }
        end(word, collected);
        return collected.closed(closing);
    }

    private void end(StringBuilder word, Collected collected) {
        if (!word.isEmpty()) {
            pieces(plain(word.toString()), collected);
            word.setLength(0);
        }
    }

    private void pieces(String word, Collected collected) {
        if (word.isEmpty()) {
            return;
        }
        int count = word.codePointCount(0, word.length());
        int before = collected.size;
        int start = count > LONGEST_WORD ? -1 : 0;
        while (start >= 0 && start < word.length()) {
            int from = start;
            Optional<Integer> end = longest(word, from);
            end.ifPresent(to -> collected.add(id(word, from, to)));
            start = end.orElse(-1);
        }
        if (start < 0) {
            // One piece that is not known makes the whole word unknown.
            collected.size = before;
            collected.add(unknown);
        }
    }

    private Optional<Integer> longest(String word, int start) {
        for (int end = word.length(); end > start; end--) {
            if (vocabulary.containsKey(piece(word, start, end))) {
                return Optional.of(end);
            }
        }
        return Optional.empty();
    }

    private int id(String word, int start, int end) {
        return vocabulary.getOrDefault(piece(word, start, end), unknown);
    }

    private static String piece(String word, int start, int end) {
        String piece = word.substring(start, end);
        return start == 0 ? piece : CONTINUES + piece;
    }

    private String plain(String word) {
        boolean ascii = word.chars().allMatch(unit -> unit < 0x80);
        String bare = ascii || !dropsAccents ? word : withoutAccents(word);
        return lowerCase ? bare.toLowerCase(Locale.ROOT) : bare;
    }

    private static String withoutAccents(String word) {
        StringBuilder kept = new StringBuilder(word.length());
        Normalizer.normalize(word, Normalizer.Form.NFD)
                .codePoints()
                .filter(point -> Character.getType(point) != Character.NON_SPACING_MARK)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    private static Kind kind(int point) {
        if (point == ' ' || point == '\t' || point == '\n' || point == '\r') {
            return Kind.BLANK;
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> Kind.DROPPED;
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> Kind.BLANK;
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> Kind.ALONE;
            default -> point == 0xFFFD ? Kind.DROPPED : letter(point);
        };
    }

    private static Kind letter(int point) {
        boolean asciiSign = point < 0x80 && !Character.isLetterOrDigit(point);
        boolean chinese = point >= 0x3400 && (Character.UnicodeScript.of(point) == Character.UnicodeScript.HAN);
        return asciiSign || chinese ? Kind.ALONE : Kind.LETTER;
    }

    private int required(String word) {
        Integer id = vocabulary.get(word);
        if (id == null) {
            throw new IllegalArgumentException("has no " + word + " in its vocabulary, which it must");
        }
        return id;
    }

    private enum Kind {
        LETTER,
        BLANK,
        ALONE,
        DROPPED
    }

    /** The ids of one text so far. */
    private static final class Collected {
        private final int most;
        private long[] ids = new long[64];
        private int size;

        Collected(int most) {
            this.most = most;
        }

        boolean full() {
            return size >= most;
        }

        void add(int id) {
            if (size == ids.length) {
                ids = Arrays.copyOf(ids, 2 * size);
            }
            ids[size++] = id;
        }

        long[] closed(int closing) {
            int kept = Math.min(size, most);
            long[] all = Arrays.copyOf(ids, kept + 1);
            all[kept] = closing;
            return all;
        }
    }
}
