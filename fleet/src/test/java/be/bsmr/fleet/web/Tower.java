package be.bsmr.fleet.web;

import be.bsmr.fleet.Told;
import be.bsmr.fleet.topics.Agreement;
import be.bsmr.fleet.topics.CommunitySaid;
import be.bsmr.fleet.topics.Member;
import be.bsmr.fleet.topics.Topics;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import be.bsmr.wire.ForecastSent;
import be.bsmr.wire.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * A tower of forty flats on a winter's evening, as the topology tells of it: flat 7 has been silent
 * for twelve minutes, flat 22's clock is a day ahead, flat 23 is refused, flat 31 has yesterday's
 * clock, flat 40 never spoke.
 */
final class Tower {

    /** Seven minutes into a quarter-hour, 19:07 in Brussels. */
    static final Instant NOW = Instant.parse("2026-01-14T18:07:00Z");

    static final Instant WHEN_FLAT_7_SPOKE = NOW.minus(Duration.ofMinutes(12));
    static final int FLATS = 40;
    static final Power TARGET = Power.ofWatts(42_000);

    private static final QuarterHour QUARTER = QuarterHour.of(NOW);

    private final Told told;
    private final Topics topics;

    Tower(Told told, Topics topics) {
        this.told = told;
        this.topics = topics;
    }

    static String meter(int flat) {
        return "%032x".formatted(0xbeef00L + flat);
    }

    /** What was said when flat 7 was still heard. */
    void before() throws Exception {
        told.tell(topics.agreements(), "tower", new Agreement("Zuidertoren", TARGET).bytes());
        told.tell(topics.agreements(), "mill", new Agreement("De Molen", null).bytes());
        for (int flat = 1; flat <= FLATS; flat++) {
            Member member =
                    new Member(
                            "tower",
                            "flat " + flat,
                            flat % 3 == 0 ? Power.ofWatts(2500) : null,
                            Power.ofWatts(flat % 4 == 0 ? 7400 : 0));
            told.tell(topics.members(), meter(flat), member.bytes());
        }
        forecast(7, WHEN_FLAT_7_SPOKE);
        told.flush();
    }

    void now() throws Exception {
        for (int flat = 1; flat < FLATS; flat++) {
            if (flat != 7 && flat != 22 && flat != 23) {
                forecast(flat, flat == 31 ? NOW.minus(Duration.ofHours(25)) : NOW);
                Share share =
                        new Share(Power.ofWatts(900 + watts(flat)), NOW, NOW.plus(Share.VALID));
                told.tell(topics.shares(), meter(flat), share.bytes());
            }
        }
        told.deadLetter(
                topics.deadLetters(),
                meter(22),
                "future: stamped 2026-01-15T18:06:30Z, 2026-01-14T18:06:29Z before that");
        told.deadLetter(topics.deadLetters(), meter(23), "damaged: 3 bytes after the end");
        running();
        past();
        told.flush();
    }

    private void forecast(int flat, Instant at) {
        told.tell(
                topics.forecasts(),
                meter(flat),
                new ForecastSent(
                                QuarterHour.of(at),
                                at,
                                Power.ofWatts(watts(flat) - (flat % 8 == 0 ? 2600 : 0)),
                                spread(watts(flat), 250))
                        .bytes());
    }

    private static int watts(int flat) {
        return 300 + flat * 7919 % 1900;
    }

    private static DemandDistribution spread(int expected, int each) {
        double[] quantiles = new double[DemandDistribution.size()];
        Arrays.setAll(quantiles, i -> expected + (i - 6) * each);
        return DemandDistribution.of(expected, quantiles);
    }

    /** The quarter so far: it climbs towards the target. */
    private void running() {
        for (int second = 5; second <= 420; second += 5) {
            int expected = 33_000 + 18 * second + (int) (900 * Math.sin(second / 40.0));
            told.tell(
                    topics.communities(),
                    "tower",
                    new CommunitySaid.Now(
                                    QUARTER,
                                    QUARTER.start().plusSeconds(second),
                                    FLATS,
                                    35,
                                    Power.ofWatts(36_000 + (int) (4000 * Math.sin(second / 25.0))),
                                    spread(expected, 1500 - second),
                                    TARGET,
                                    0.4,
                                    Power.ofWatts(41_000))
                            .bytes());
        }
    }

    private void past() {
        for (int i = 1; i < 96 * 2; i++) {
            QuarterHour quarter = QUARTER.later(-i);
            double hour = quarter.start().getEpochSecond() / 3600.0 % 24;
            double evening = Math.exp(-Math.pow((hour - 18) / 2.4, 2));
            double morning = Math.exp(-Math.pow((hour - 6.5) / 1.5, 2));
            ended(quarter, 1, 11_000 + 24_000 * evening + 12_000 * morning, known(i));
        }
        ended(QUARTER.later(-2), 2, 36_500, FLATS);
        for (int month = 1; month <= 13; month++) {
            QuarterHour quarter = QUARTER.later(-month * 96 * 30);
            ended(quarter, 1, 41_000 - 6000 * Math.sin(month * Math.PI / 13), FLATS);
        }
    }

    /** Of how many flats that quarter is whole: once one is missing, once more than one in ten. */
    private static int known(int ago) {
        return ago == 9 ? FLATS - 1 : ago == 11 ? FLATS - 5 : FLATS;
    }

    private void ended(QuarterHour quarter, int version, double watts, int complete) {
        told.tell(
                topics.communities(),
                "tower",
                new CommunitySaid.Ended(
                                quarter,
                                version,
                                new Energy(Math.round(watts * 900)),
                                FLATS,
                                complete,
                                FLATS)
                        .bytes());
    }
}
