package be.bsmr.site;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Command;
import be.bsmr.control.Decision;
import be.bsmr.control.Load;
import be.bsmr.control.Outlook;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.quarter.DemandDistribution.Interval;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.simulator.Household;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What people see who start the program before supper, of a house that nobody knows yet: a hob, an
 * oven, a kettle, a boiler that is controlled, in summer the sun.
 */
class FirstDayTest {

    private static final Instant WINTER = Instant.parse("2026-01-13T16:30:00Z");
    private static final Instant SUMMER = Instant.parse("2026-07-15T15:30:00Z");

    /** A forecast that turns round after having moved so far has flipped, W. */
    private static final int FLIP = 1000;

    /** Ends of the times of life that are judged apart, h. */
    private static final int[] HOURS = {1, 2, 4, 24};

    /** What was seen in one time of life. */
    private static final class Life {
        int seconds;
        int flips;
        int alarms;
        int asked;
        int within80;
        int within95;
        double off;
        double off30;

        double anHour(int count) {
            return count * 3600.0 / seconds;
        }
    }

    /** What was foreseen of the running quarter, and what the mean of 30 s says. */
    private record Foreseen(Life life, Outlook outlook, double mean30) {}

    private final Life[] lives = {new Life(), new Life(), new Life(), new Life()};

    @Test
    void theForecastIsSteadyAndHonestFromTheFirstHourOn() {
        live(1, WINTER, 24, true);
        for (int seed = 2; seed <= 4; seed++) {
            live(seed, WINTER, 4, seed % 2 == 0);
            live(seed, SUMMER, 4, seed % 2 == 1);
        }
        for (int i = 0; i < lives.length; i++) {
            Life life = lives[i];
            String when = "until hour " + HOURS[i];
            assertThat(life.anHour(life.flips)).as("flips " + when).isLessThan(2);
            assertThat(life.anHour(life.alarms)).as("alarms " + when).isLessThan(2);
            assertThat(life.within80 / (double) life.asked).as(when).isBetween(0.76, 0.95);
            assertThat(life.within95 / (double) life.asked).as(when).isBetween(0.84, 0.995);
            assertThat(life.off).as(when).isLessThan(1.02 * life.off30);
        }
    }

    private void live(int seed, Instant start, int hours, boolean controlled) {
        Household house = new Household(seed, start, SiteSettings.BELGIUM, Grid.STAR_400);
        SiteSettings settings =
                controlled
                        ? SiteSettings.DEFAULT.controlling(
                                List.of(Load.onOff(Household.BOILER, "Boiler", new Power(2400))))
                        : SiteSettings.DEFAULT;
        Site site = new Site(settings);
        SiteState state = SiteState.initial(settings, PeakHistory.EMPTY);
        List<Foreseen> open = new ArrayList<>();
        Turns turns = new Turns();
        for (int s = 0; s < hours * 3600; s++) {
            Reading reading = house.next();
            SiteStep step =
                    site.step(
                            state,
                            new SiteInput.MeterRead(
                                    reading, start.plusSeconds(s), LinkHealth.INITIAL));
            state = step.state();
            for (Command c : step.commands()) {
                house.allowBoiler(!(c instanceof Command.Shed));
            }
            step.finished().filter(QuarterDemand::complete).ifPresent(q -> judge(open, q));
            if (step.finished().isPresent()) {
                open.clear();
            }
            Life life = life(s);
            Outlook outlook = state.foresight().outlook();
            life.seconds++;
            life.flips += turns.flips(outlook) ? 1 : 0;
            life.alarms +=
                    (int)
                            step.decisions().stream()
                                    .filter(d -> d.what() == Decision.What.ALARM_RAISED)
                                    .count();
            long elapsed = outlook.elapsed().toSeconds();
            if (elapsed > 0 && elapsed % 60 == 0) {
                open.add(new Foreseen(life, outlook, mean30(outlook)));
            }
        }
    }

    private Life life(int second) {
        int i = 0;
        while (second >= HOURS[i] * 3600) {
            i++;
        }
        return lives[i];
    }

    private static double mean30(Outlook o) {
        return o.soFar().demand().watts()
                + o.forecast().meanImport().watts() * o.left().toSeconds() / 900.0;
    }

    private static void judge(List<Foreseen> foreseen, QuarterDemand came) {
        Power demand = came.demand();
        for (Foreseen f : foreseen) {
            Life life = f.life();
            life.asked++;
            life.within80 += holds(f.outlook().forecast().likely().interval(0.80), demand);
            life.within95 += holds(f.outlook().forecast().likely().interval(0.95), demand);
            life.off += Math.abs(f.outlook().forecast().demand().watts() - demand.watts());
            life.off30 += Math.abs(f.mean30() - demand.watts());
        }
    }

    private static int holds(Interval interval, Power demand) {
        return demand.isAbove(interval.high()) || interval.low().isAbove(demand) ? 0 : 1;
    }

    /** Finds where the forecast of a quarter turns round. */
    private static final class Turns {
        private @Nullable QuarterHour quarter;
        private int low;
        private int high;
        private int direction;

        boolean flips(Outlook outlook) {
            int now = outlook.forecast().demand().watts();
            if (!outlook.soFar().quarter().equals(quarter)) {
                quarter = outlook.soFar().quarter();
                direction = 0;
                low = now;
                high = now;
            }
            low = Math.min(low, now);
            high = Math.max(high, now);
            int before = direction;
            if (direction <= 0 && now > low + FLIP) {
                direction = 1;
            } else if (direction >= 0 && now < high - FLIP) {
                direction = -1;
            }
            if (direction != before) {
                low = now;
                high = now;
            }
            return direction != before && before != 0;
        }
    }
}
