package be.bsmr.fleet.topology;

import be.bsmr.fleet.topics.Arrived;
import be.bsmr.fleet.topics.CountedQuarter;
import be.bsmr.meter.Grid;
import be.bsmr.meter.MeterId;
import be.bsmr.meter.Reading;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Metering;
import be.bsmr.site.MeteringStep;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.wire.SecondsBlock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.DataFormatException;

/** What houses say in tests, and what must come of it by core alone. */
final class Said {

    static final Instant START = Instant.parse("2026-01-14T18:00:00Z");

    private Said() {}

    /** A pseudonym. */
    static String meter(int number) {
        return "%032x".formatted(number);
    }

    /**
     * A simulated house's minutes, a reading every ten seconds.
     *
     * @param seed which house
     */
    static List<SecondsBlock> minutes(int seed, Instant start, int minutes) {
        Household house = new Household(seed, start, ZoneId.of("Europe/Brussels"), Grid.STAR_400);
        List<SecondsBlock> blocks = new ArrayList<>();
        for (int minute = 0; minute < minutes; minute++) {
            List<Reading> readings = new ArrayList<>();
            for (int second = 0; second < 60; second++) {
                Reading reading = house.next();
                if (second % 10 == 0) {
                    readings.add(reading);
                }
            }
            blocks.add(SecondsBlock.of(readings));
        }
        return blocks;
    }

    /** With the time at which a block comes when nothing is in its way. */
    static Arrived arrived(SecondsBlock block) {
        return new Arrived(block.from().plusSeconds(61), block);
    }

    /** The quarters that core counts of them, as hexadecimal digits. */
    static List<String> quarters(String meter, List<SecondsBlock> blocks)
            throws DataFormatException {
        MeterId id = new MeterId(meter);
        SiteSettings settings = SiteSettings.DEFAULT.following(id);
        Metering metering = Metering.initial(PeakHistory.EMPTY);
        List<String> quarters = new ArrayList<>();
        for (SecondsBlock block : blocks) {
            for (Reading reading : block.readings(id)) {
                MeteringStep step =
                        metering.step(
                                new MeterRead(reading, arrived(block).at(), LinkHealth.INITIAL),
                                settings);
                metering = step.metering();
                step.finished()
                        .map(q -> new CountedQuarter(q, CountedQuarter.By.FLEET).bytes())
                        .ifPresent(q -> quarters.add(HexFormat.of().formatHex(q)));
            }
        }
        return quarters;
    }
}
