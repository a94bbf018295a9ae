package be.bsmr.home.uplink;

import be.bsmr.meter.DemandReading;
import be.bsmr.meter.Flow;
import be.bsmr.meter.Reading;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteStep;
import be.bsmr.wire.HouseMessage;
import be.bsmr.wire.QuarterSent;
import be.bsmr.wire.SecondsBlock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Minutes of a house that stores nothing, because its disk cannot be used: the last hour, in
 * memory. Heard on one thread, asked for on another.
 */
final class HeardMinutes implements Minutes {

    /** An hour: so long the store, too, keeps readings for a disk that comes late. */
    static final int MOST = 60;

    private final Deque<Minute> minutes = new ArrayDeque<>();
    private final List<Reading> readings = new ArrayList<>();
    private final List<QuarterSent> quarters = new ArrayList<>();
    private @Nullable Instant begin;

    synchronized void take(SiteStep step) {
        step.finished().ifPresent(q -> quarters.add(new QuarterSent(q)));
        if (!step.newReading() || !(step.input() instanceof MeterRead read)) {
            return;
        }
        Instant minute = Minute.floor(read.measuredAt());
        if (begin != null && !begin.equals(minute)) {
            end(begin);
        }
        begin = minute;
        readings.add(asStored(read));
    }

    private void end(Instant minute) {
        List<HouseMessage> messages = new ArrayList<>();
        messages.add(SecondsBlock.of(readings));
        messages.addAll(quarters);
        readings.clear();
        quarters.clear();
        Minute ended = new Minute(minute.plusSeconds(Minute.SECONDS), messages);
        Minute last = minutes.peekLast();
        if (last != null && !last.end().isBefore(ended.end())) {
            // The meter's clock was set back: minutes are in order.
            minutes.clear();
        }
        minutes.add(ended);
        if (minutes.size() > MOST) {
            minutes.removeFirst();
        }
    }

    /** What the store would keep of it: the peaks that the meter remembers are not kept either. */
    private static Reading asStored(MeterRead read) {
        Reading heard = read.reading();
        return new Reading(
                heard.identity(),
                read.measuredAt(),
                heard.activeTariff(),
                new Flow(
                        heard.imported(),
                        heard.importPower(),
                        new DemandReading(heard.demand().running(), null, List.of())),
                new Flow(heard.exported(), heard.exportPower()),
                List.of(),
                List.of(),
                heard.supply());
    }

    @Override
    public synchronized Optional<Instant> until() {
        return Optional.ofNullable(minutes.peekLast()).map(Minute::end);
    }

    @Override
    public synchronized List<Minute> after(Instant from) {
        return minutes.stream().filter(m -> m.end().isAfter(from)).toList();
    }
}
