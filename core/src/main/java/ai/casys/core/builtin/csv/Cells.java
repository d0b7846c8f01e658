// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.csv;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/** What the text of a cell means. */
final class Cells {

    /** A number as JSON writes it; leading zeros (postal codes, telephone numbers) stay text. */
    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})?([eE][+-]?[0-9]{1,2})?");

    private Cells() {}

    static Optional<BigDecimal> number(String cell) {
        String text = cell.strip();
        return NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    /** A number, a truth value or null where the cell is exactly one; text otherwise. */
    static JsonNode typed(String cell) {
        return switch (cell.strip()) {
            case "" -> NullNode.getInstance();
            case "true", "TRUE", "True" -> BooleanNode.TRUE;
            case "false", "FALSE", "False" -> BooleanNode.FALSE;
            default -> number(cell).map(Cells::node).orElseGet(() -> StringNode.valueOf(cell));
        };
    }

    static JsonNode node(BigDecimal number) {
        boolean whole = number.scale() <= 0 && number.precision() - number.scale() <= 18;
        return whole ? LongNode.valueOf(number.longValueExact()) : DecimalNode.valueOf(number);
    }

    /** Numbers before text, both in their own order. */
    static int compare(String left, String right) {
        Optional<BigDecimal> a = number(left);
        Optional<BigDecimal> b = number(right);
        if (a.isPresent() && b.isPresent()) {
            return a.get().compareTo(b.get());
        }
        if (a.isPresent() != b.isPresent()) {
            return a.isPresent() ? -1 : 1;
        }
        return left.compareTo(right);
    }
}
