package be.bsmr.bench;

import be.bsmr.community.Foreseen;
import be.bsmr.community.GroupForecast;
import be.bsmr.home.source.TraceFiles;
import be.bsmr.home.source.TraceWish;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.Forecaster;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.quarter.RunningQuarter;
import be.bsmr.quarter.Sample;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import be.bsmr.unit.Power;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How well the quarters of several houses together are foreseen, and how often the ranges hold: as
 * if each house went its own way, with the start values, and with what was learned from the
 * quarters before.
 *
 * <p>Arguments: {@code simulated}, houses, days; or zone, the unit of a trace, {@code hold} or
 * {@code each}, houses, files. Of a trace each day is another house: days far from each other make
 * one group, and no day is in two.
 */
public final class CommunityFigures {

    private static final List<Duration> LEFT =
            List.of(Duration.ofMinutes(10), Duration.ofMinutes(5), Duration.ofMinutes(2));

    /** So long a house is learned before it is scored. */
    private static final Duration YOUNG = Duration.ofDays(3);

    private CommunityFigures() {}

    /** What a house foresaw of one quarter, one for each of {@link #LEFT}, and what came. */
    private record Scored(List<DemandDistribution> foreseen, Power came) {}

    /** Goes through the readings of one house. */
    private static final class House {

        private final SortedMap<QuarterHour, Scored> quarters = new TreeMap<>();
        private Forecaster forecaster = Forecaster.SMALL;
        private @Nullable RunningQuarter running;
        private List<DemandDistribution> foreseen = new ArrayList<>();

        void take(Instant at, Reading reading) {
            RunningQuarter before = running;
            if (before != null && !at.isAfter(before.at())) {
                return;
            }
            Sample sample =
                    new Sample(
                            at,
                            reading.imported().sum().orElse(null),
                            reading.importPower(),
                            reading.demand().running());
            if (before == null) {
                running = RunningQuarter.startingWith(sample);
            } else {
                RunningQuarter.Advance next = before.next(sample);
                running = next.running();
                next.finished().ifPresent(this::end);
                if (!next.running().quarter().equals(before.quarter())) {
                    foreseen = new ArrayList<>();
                }
            }
            Power net = reading.netPower().orElse(Power.ZERO);
            forecaster = forecaster.observe(at, net, net);
            Duration left = Duration.between(at, running.quarter().end());
            if (foreseen.size() < LEFT.size() && left.compareTo(LEFT.get(foreseen.size())) <= 0) {
                foreseen.add(forecaster.forecast(running).likely());
            }
        }

        private void end(QuarterDemand quarter) {
            if (quarter.complete() && foreseen.size() == LEFT.size()) {
                quarters.put(quarter.quarter(), new Scored(foreseen, quarter.demand()));
            }
        }

        List<QuarterHour> scored() {
            Instant from = quarters.firstKey().start().plus(YOUNG);
            return quarters.keySet().stream().filter(q -> !q.start().isBefore(from)).toList();
        }
    }

    public static void main(String[] args) throws IOException {
        List<List<Scored>> groups =
                args[0].equals("simulated")
                        ? simulated(Integer.parseInt(args[1]), Integer.parseInt(args[2]))
                        : recorded(args);
        double members = groups.stream().mapToInt(List::size).average().orElse(0);
        double came =
                groups.stream()
                        .mapToDouble(g -> g.stream().mapToInt(s -> s.came().watts()).sum())
                        .average()
                        .orElse(0);
        System.out.printf(
                Locale.ROOT,
                "%d quarters of %.1f houses on average, which draw %.0f W%n",
                groups.size(),
                members,
                came);
        for (int i = 0; i < LEFT.size(); i++) {
            score(groups, i);
        }
    }

    private static List<List<Scored>> simulated(int houses, int days) {
        Instant start = Instant.parse("2026-01-13T11:00:00Z");
        SortedMap<QuarterHour, List<Scored>> groups = new TreeMap<>();
        for (int seed = 1; seed <= houses; seed++) {
            Household simulated = house(seed, start);
            House house = new House();
            for (int s = 0; s < days * 86_400; s++) {
                house.take(start.plusSeconds(s), simulated.next());
            }
            for (QuarterHour quarter : house.scored()) {
                groups.computeIfAbsent(quarter, q -> new ArrayList<>())
                        .add(house.quarters.get(quarter));
            }
        }
        return List.copyOf(groups.values());
    }

    /** Every fourth has a car and a heat pump. */
    static Household house(long seed, Instant start) {
        return seed % 4 == 0
                ? Household.withCarAndHeatPump(seed, start, SiteSettings.BELGIUM, Grid.STAR_400)
                : new Household(seed, start, SiteSettings.BELGIUM, Grid.STAR_400);
    }

    private static List<List<Scored>> recorded(String[] args) throws IOException {
        ZoneId zone = ZoneId.of(args[0]);
        TraceWish wish =
                new TraceWish(
                        zone,
                        args[2].equals("hold"),
                        TraceWish.Unit.valueOf(args[1].toUpperCase(Locale.ROOT)),
                        null);
        int houses = Integer.parseInt(args[3]);
        House house = new House();
        new TraceFiles(Arrays.stream(args).skip(4).map(Path::of).toList(), wish)
                .pump(read -> house.take(read.measuredAt(), read.reading()));
        SortedMap<LocalDate, Map<LocalTime, Scored>> days = new TreeMap<>();
        for (QuarterHour quarter : house.scored()) {
            ZonedDateTime local = quarter.start().atZone(zone);
            days.computeIfAbsent(local.toLocalDate(), d -> new HashMap<>())
                    .put(local.toLocalTime(), house.quarters.get(quarter));
        }
        List<Map<LocalTime, Scored>> all = List.copyOf(days.values());
        int apart = all.size() / houses;
        List<List<Scored>> groups = new ArrayList<>();
        for (int first = 0; first < apart; first++) {
            for (int q = 0; q < 96; q++) {
                LocalTime time = LocalTime.MIDNIGHT.plusMinutes(15L * q);
                List<Scored> group = new ArrayList<>();
                for (int day = 0; day < houses; day++) {
                    Scored scored = all.get(first + day * apart).get(time);
                    if (scored != null) {
                        group.add(scored);
                    }
                }
                if (group.size() * 2 > houses) {
                    groups.add(group);
                }
            }
        }
        return groups;
    }

    private static void score(List<List<Scored>> groups, int at) {
        Duration left = LEFT.get(at);
        GroupForecast start = GroupForecast.unlearned();
        GroupForecast learned = start;
        Tally alone = new Tally();
        Tally begun = new Tally();
        Tally taught = new Tally();
        for (List<Scored> group : groups) {
            List<DemandDistribution> members =
                    group.stream().map(s -> s.foreseen().get(at)).toList();
            Power came = group.stream().map(Scored::came).reduce(Power.ZERO, Power::plus);
            Foreseen foreseen = Foreseen.of(left, members);
            DemandDistribution sum = start.sum(left, members);
            alone.add(independent(sum, foreseen), came);
            begun.add(sum, came);
            taught.add(learned.sum(left, members), came);
            learned = learned.learned(foreseen, came);
        }
        System.out.printf(
                Locale.ROOT,
                "%d min before the end; learned in the end: scale %.2f, correlation %.4f%n",
                left.toMinutes(),
                learned.scale(left),
                learned.correlation(left));
        alone.say("each its own way");
        begun.say("start values");
        taught.say("learned");
    }

    private static DemandDistribution independent(DemandDistribution sum, Foreseen of) {
        double correlation = GroupForecast.unlearned().correlation(of.left());
        double narrower =
                Math.sqrt(of.apart() / (of.apart() + correlation * (of.together() - of.apart())));
        return DemandDistribution.of(
                of.expected(),
                Arrays.stream(sum.quantiles())
                        .map(q -> of.expected() + narrower * (q - of.expected()))
                        .toArray());
    }

    private static final class Tally {
        private int n;
        private double error;
        private double absolute;
        private int in80;
        private int in95;
        private double width80;
        private double width95;

        void add(DemandDistribution foreseen, Power came) {
            n++;
            double off = came.watts() - foreseen.expected().watts();
            error += off;
            absolute += Math.abs(off);
            in80 += holds(foreseen.interval(0.8), came);
            in95 += holds(foreseen.interval(0.95), came);
            width80 += foreseen.interval(0.8).width().watts();
            width95 += foreseen.interval(0.95).width().watts();
        }

        private static int holds(DemandDistribution.Interval interval, Power came) {
            return came.isAbove(interval.high()) || interval.low().isAbove(came) ? 0 : 1;
        }

        void say(String how) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-17s MAE %.0f W, mean error %+.0f W; 80 %% holds %.1f %%, %.0f W wide; 95 %% holds %.1f %%, %.0f W wide%n",
                    how,
                    absolute / n,
                    error / n,
                    100.0 * in80 / n,
                    width80 / n,
                    100.0 * in95 / n,
                    width95 / n);
        }
    }
}
