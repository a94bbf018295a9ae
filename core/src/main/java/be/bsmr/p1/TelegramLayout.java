package be.bsmr.p1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the lines of a telegram are and which register each of them is. Never changes, so that all
 * meters of one model have one.
 */
final class TelegramLayout {

    /** The line that a byte belongs to; for those between lines, the one that comes next. */
    final short[] lineAt;

    final int[] from;

    /** The first parenthesis; what comes behind the last line never opens one. */
    final int[] open;

    final int[] to;

    /** Null for a line that must not be read alone. */
    final @Nullable Register[] register;

    TelegramLayout(int length, int[] from, int[] open, int[] to, @Nullable Register[] register) {
        this.from = from;
        this.open = Arrays.copyOf(open, open.length + 1);
        this.open[open.length] = length;
        this.to = to;
        this.register = register;
        lineAt = new short[length];
        int filled = 0;
        for (int i = 0; i < to.length; i++) {
            Arrays.fill(lineAt, filled, to[i], (short) i);
            filled = to[i];
        }
        Arrays.fill(lineAt, filled, length, (short) to.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TelegramLayout l
                && Arrays.equals(open, l.open)
                && Arrays.equals(from, l.from)
                && Arrays.equals(to, l.to)
                && Arrays.equals(register, l.register);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(open) * 31 + Arrays.hashCode(to);
    }
}
