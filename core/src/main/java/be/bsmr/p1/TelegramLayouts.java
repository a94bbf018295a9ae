package be.bsmr.p1;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the decoders of one thread share: the layouts of telegrams, each once for all meters of one
 * model, and the paper on which a layout is made. A layout that no decoder needs any more is
 * forgotten.
 */
public final class TelegramLayouts {

    static final int NO_LINE = -1;

    private static final int MOST_LINES = 256;

    private final Map<TelegramLayout, WeakReference<TelegramLayout>> known = new WeakHashMap<>();

    /** Looked at by one decoder after the other. */
    final Line line = new Line();

    private int count;
    private final int[] from = new int[MOST_LINES];
    private final int[] open = new int[MOST_LINES];
    private final int[] to = new int[MOST_LINES];
    private final @Nullable Register[] register = new Register[MOST_LINES];
    private final Set<Register> present = new HashSet<>();

    /** The line that says what a register has to say. */
    private final Map<Register, Integer> said = new HashMap<>();

    private boolean repeatable;

    /** Another telegram. */
    void begin() {
        count = 0;
        present.clear();
        said.clear();
        repeatable = true;
    }

    void add(int lineFrom, int lineOpen, int lineTo, @Nullable Register lineRegister) {
        // Of two lines for one place the first counts, whichever of them differs.
        repeatable &= lineRegister == null || present.add(lineRegister.place());
        if (count == MOST_LINES) {
            repeatable = false;
            return;
        }
        from[count] = lineFrom;
        open[count] = lineOpen;
        to[count] = lineTo;
        register[count] = lineRegister != null && lineRegister.isReadAlone() ? lineRegister : null;
        count++;
    }

    /** The last line has said what {@code ofIt} has to say. */
    void lastSays(Register ofIt) {
        said.put(ofIt.place(), count - 1);
    }

    /** The line that has said what {@code ofIt} has to say, or {@link #NO_LINE}. */
    int saidBy(Register ofIt) {
        return said.getOrDefault(ofIt.place(), NO_LINE);
    }

    boolean isAlike(int other, byte[] bytes, int lineFrom, int lineTo) {
        return Arrays.equals(bytes, from[other], to[other], bytes, lineFrom, lineTo);
    }

    /** The whole telegram must be read when it changes: it stands in a list of such lines. */
    void lastIsUnreadable() {
        register[count - 1] = null;
    }

    /** The telegram ends; null when it must not be built upon. */
    @Nullable TelegramLayout end(int length) {
        if (!repeatable) {
            return null;
        }
        TelegramLayout made =
                new TelegramLayout(
                        length,
                        Arrays.copyOf(from, count),
                        Arrays.copyOf(open, count),
                        Arrays.copyOf(to, count),
                        Arrays.copyOf(register, count));
        WeakReference<TelegramLayout> reference = known.get(made);
        TelegramLayout before = reference == null ? null : reference.get();
        if (before == null) {
            known.put(made, new WeakReference<>(made));
            return made;
        }
        return before;
    }
}
