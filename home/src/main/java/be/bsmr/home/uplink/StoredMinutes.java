package be.bsmr.home.uplink;

import be.bsmr.home.series.Past;
import be.bsmr.meter.Reading;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.wire.HouseMessage;
import be.bsmr.wire.QuarterSent;
import be.bsmr.wire.SecondsBlock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Minutes out of what is stored, a quarter-hour at a time in memory, however long ago. */
record StoredMinutes(Past past) implements Minutes {

    /** A minute is whole when something later is stored: readings are stored in their order. */
    @Override
    public Optional<Instant> until() {
        return past.newest().map(Minute::floor);
    }

    @Override
    public List<Minute> after(Instant from) {
        Instant whole = until().orElse(Instant.MIN);
        Instant next = from.plus(QuarterHour.LENGTH);
        Instant to = next.isBefore(whole) ? next : whole;
        if (!from.isBefore(to)) {
            return List.of();
        }
        Map<Instant, List<Reading>> readings = new HashMap<>();
        for (MeterRead read : past.readings(from, to.minusSeconds(1))) {
            readings.computeIfAbsent(Minute.floor(read.measuredAt()), m -> new ArrayList<>())
                    .add(read.reading());
        }
        Map<Instant, QuarterDemand> quarters = new HashMap<>();
        // Those that ended after `from`, and not after `to`.
        past.counted(
                        from.minus(QuarterHour.LENGTH).plusSeconds(1),
                        to.minus(QuarterHour.LENGTH).plusSeconds(1))
                .forEach(q -> quarters.put(q.quarter().end(), q));
        List<Minute> minutes = new ArrayList<>();
        for (Instant begin = from; begin.isBefore(to); ) {
            Instant end = begin.plusSeconds(Minute.SECONDS);
            List<HouseMessage> messages = new ArrayList<>();
            if (readings.containsKey(begin)) {
                messages.add(SecondsBlock.of(readings.get(begin)));
            }
            if (quarters.containsKey(end)) {
                messages.add(new QuarterSent(quarters.get(end)));
            }
            minutes.add(new Minute(end, messages));
            begin = end;
        }
        return minutes;
    }
}
