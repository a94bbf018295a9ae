package be.bsmr.fleet.bridge;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts while the bridge runs. */
final class Tally {

    final LongAdder messages = new LongAdder();
    final LongAdder blocks = new LongAdder();
    final LongAdder telegrams = new LongAdder();
    final LongAdder shares = new LongAdder();
    final LongAdder sharesDropped = new LongAdder();
    private final Map<Reason, LongAdder> dead = new EnumMap<>(Reason.class);

    Tally() {
        for (Reason reason : Reason.values()) {
            dead.put(reason, new LongAdder());
        }
    }

    void dead(Reason reason, long count) {
        LongAdder of = dead.get(reason);
        if (of != null) {
            of.add(count);
        }
    }

    Counts counts(long inFlight) {
        Map<Reason, Long> letters = new EnumMap<>(Reason.class);
        dead.forEach((reason, count) -> letters.put(reason, count.sum()));
        return new Counts(
                messages.sum(),
                telegrams.sum(),
                blocks.sum(),
                letters,
                inFlight,
                shares.sum(),
                sharesDropped.sum());
    }
}
