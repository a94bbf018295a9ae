package be.bsmr.home.source;

import be.bsmr.meter.Grid;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import java.time.Instant;

/** The telegrams of a simulated house, one after the other. */
final class Telegrams {

    static final Instant START = Instant.parse("2026-01-13T17:00:00Z");

    private final Household house = new Household(1, START, SiteSettings.BELGIUM, Grid.STAR_400);
    private final TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);

    byte[] next() {
        return writer.write(house.next());
    }
}
