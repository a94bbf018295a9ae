package be.bsmr.home.imports;

import java.math.BigDecimal;
import java.util.List;

/** A row of a table. */
record Cells(List<String> values) {

    Cells {
        values = List.copyOf(values);
    }

    /**
     * Without the spaces around it, and without the {@code ="…"} that keeps Excel from rounding.
     */
    String text(int column) {
        String cell = column < 0 || column >= values.size() ? "" : values.get(column).strip();
        return cell.startsWith("=\"") && cell.endsWith("\"") && cell.length() > 2
                ? cell.substring(2, cell.length() - 1).strip()
                : cell;
    }

    boolean isEmpty(int column) {
        return text(column).isEmpty();
    }

    /**
     * A number with a decimal comma or point, in thousandths of its unit.
     *
     * @throws BadRow when it is none, or below zero
     */
    long thousandths(int column) throws BadRow {
        return amount(column, 3);
    }

    /**
     * @param places by which the decimal point moves to the right
     * @throws BadRow when it is no number, or below zero
     */
    long amount(int column, int places) throws BadRow {
        BigDecimal number = number(column);
        if (number.signum() < 0) {
            throw new BadRow(Why.Kind.BELOW_ZERO, text(column));
        }
        return round(number.movePointRight(places));
    }

    /**
     * @throws BadRow when it is no number
     */
    BigDecimal number(int column) throws BadRow {
        String text = text(column);
        // The last of the two is the decimal one; the other groups thousands.
        int comma = text.lastIndexOf(',');
        int point = text.lastIndexOf('.');
        String plain =
                comma > point
                        ? text.replace(".", "").replace(',', '.')
                        : comma >= 0 ? text.replace(",", "") : text;
        try {
            BigDecimal number = new BigDecimal(plain.replace("\u00a0", "").replace(" ", ""));
            if (number.precision() - number.scale() > 15) {
                throw new BadRow(Why.Kind.TOO_LARGE, text);
            }
            return number;
        } catch (NumberFormatException e) {
            throw new BadRow(Why.Kind.NO_NUMBER, text);
        }
    }

    static long round(BigDecimal number) {
        return number.setScale(0, java.math.RoundingMode.HALF_UP).longValueExact();
    }
}
