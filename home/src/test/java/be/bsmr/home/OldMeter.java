package be.bsmr.home;

import be.bsmr.meter.Flow;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A simulated meter of a version that keeps no demand register. */
final class OldMeter {

    private final Household house;
    private final TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
    private final List<Long> registers = new ArrayList<>();

    OldMeter(Instant start) {
        house = new Household(5, start, SiteSettings.BELGIUM, Grid.STAR_400);
    }

    byte[] next() {
        Reading r = house.next();
        registers.add(r.imported().sum().orElseThrow().wattHours());
        return writer.write(
                new Reading(
                        r.identity(),
                        r.measuredAt(),
                        r.activeTariff(),
                        new Flow(r.imported(), r.importPower()),
                        r.toGrid(),
                        r.phases(),
                        r.mbus(),
                        r.supply(),
                        r.further(),
                        r.unread()));
    }

    /** Lives on unheard. */
    void skip(int seconds) {
        for (int i = 0; i < seconds; i++) {
            next();
        }
    }

    /** Sum of the import registers, Wh, so many seconds after the start. */
    long registerAt(int second) {
        return registers.get(second);
    }
}
