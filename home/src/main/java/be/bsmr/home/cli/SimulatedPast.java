package be.bsmr.home.cli;

import be.bsmr.control.Command;
import be.bsmr.control.LoadState;
import be.bsmr.home.config.ConfigException;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.store.History;
import be.bsmr.home.store.Imports;
import be.bsmr.home.store.OlderQuarters;
import be.bsmr.home.store.RecordedReadings;
import be.bsmr.home.store.Store;
import be.bsmr.home.store.StoredSite;
import be.bsmr.meter.Grid;
import be.bsmr.meter.HistoricPeak;
import be.bsmr.meter.MeterPeak;
import be.bsmr.meter.Reading;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Metering;
import be.bsmr.site.MeteringStep;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.function.DoubleConsumer;

/**
 * What a simulated house lived through before it is shown: thirteen months at its first start, and
 * what it missed at each later one. The last day goes second by second through a {@link Site} that
 * controls the loads, into the store. The seconds before, back to the start of yesterday, are only
 * counted, as an import counts a recording; of what is older the store gets the quarters alone.
 *
 * <p>In the first half of the thirteen months nothing holds back car and boiler; then a simple
 * guard of the simulator does. The lower peaks of those months are the guard's, not what a site
 * would have made of them.
 */
final class SimulatedPast {

    private static final int MONTHS = 13;
    private static final int MONTHS_GUARDED = 7;

    /** What the guard aims to stay under, W. */
    private static final int GUARDED_WATTS = 3500;

    /** So long a house lives before it goes on from a reading: tank, rooms and car are as usual. */
    private static final Duration RUN_UP = Duration.ofDays(1);

    /** So much goes through the site. */
    private static final Duration CONTROLLED = Duration.ofDays(1);

    /** How long living takes: a second through the site, one that is counted, a quarter. */
    private static final double SECOND = 1;

    private static final double COUNTED = 0.2;
    private static final double QUARTER = 2;

    private final HomeConfig config;
    private final SiteSettings settings;
    private final ZoneId zone;
    private final long seed;
    private final DoubleConsumer progress;

    private LinkHealth link = LinkHealth.INITIAL.opened();
    private double all = 1;
    private double done;

    /**
     * @param seed which family lives there
     * @param progress told the share that is done, 0…1
     */
    SimulatedPast(HomeConfig config, long seed, DoubleConsumer progress) throws IOException {
        this.config = config;
        this.seed = seed;
        this.progress = progress;
        zone = ZoneId.of(config.zone());
        try {
            settings = config.site().billed(config.capacityTariff());
        } catch (ConfigException e) {
            throw new IOException("tariff: " + e.getMessage(), e);
        }
    }

    /**
     * The house at {@code now}, with its past in the store. It goes on from where it was, with its
     * registers.
     *
     * @param orLater whether it goes on from where it was also when that is later
     * @return nothing when the store is of another house, or of a later time
     * @throws IOException when the store cannot be used
     */
    Optional<Household> upTo(Instant now, boolean orLater) throws IOException {
        MeterRead last = null;
        PeakHistory peaks = PeakHistory.EMPTY;
        if (Files.exists(config.store().file())) {
            try (History history = History.open(config.store().file())) {
                last = last(history).orElse(null);
                peaks = history.peaks();
                boolean anothers = last == null && isOfAnother(history);
                boolean later = last != null && !last.measuredAt().isBefore(now);
                if (anothers || (later && !orLater)) {
                    return Optional.empty();
                }
            }
        }
        Household house = last == null ? newcomer(now) : resumed(last, peaks);
        Instant controlled = QuarterHour.of(now.minus(CONTROLLED)).start();
        Instant from = house.nextAt();
        all =
                quarters(from, yesterday(now)) * QUARTER
                        + seconds(yesterday(now), controlled) * COUNTED
                        + seconds(controlled, now) * SECOND;
        if (from.isBefore(controlled)) {
            control(house, QuarterHour.of(from.minusSeconds(1)).end(), true);
            liveQuarters(house, yesterday(now), last != null);
            count(house, controlled);
        }
        control(house, now, false);
        return Optional.of(house);
    }

    /** The newest reading that is kept, if it is of a simulated house. */
    static Optional<MeterRead> last(History history) {
        return history.newest().map(history::recall).stream()
                .flatMap(List::stream)
                .filter(r -> Household.METER.equals(r.reading().identity().meter()))
                .reduce((before, after) -> after);
    }

    /** One that broke off in the midst of its thirteen months has quarters only: it begins anew. */
    private static boolean isOfAnother(History history) {
        return history.newest().isPresent() || !history.importedPeaks().isEmpty();
    }

    private static double quarters(Instant from, Instant to) {
        return seconds(from, to) / QuarterHour.LENGTH.toSeconds();
    }

    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toSeconds());
    }

    /** Its first instant. */
    private Instant yesterday(Instant now) {
        return now.atZone(zone).toLocalDate().minusDays(1).atStartOfDay(zone).toInstant();
    }

    private Household newcomer(Instant now) {
        Instant first =
                YearMonth.from(yesterday(now).atZone(zone))
                        .minusMonths(MONTHS)
                        .atDay(1)
                        .atStartOfDay(zone)
                        .toInstant();
        return Household.withCarAndHeatPump(seed, first, zone, Grid.STAR_400);
    }

    private Household resumed(MeterRead last, PeakHistory peaks) {
        Instant next = last.measuredAt().plusSeconds(1);
        Household house =
                Household.withCarAndHeatPump(
                        seed, QuarterHour.of(next.minus(RUN_UP)).start(), zone, Grid.STAR_400);
        house.guard(GUARDED_WATTS);
        while (QuarterHour.of(house.nextAt()).end().compareTo(next) <= 0) {
            house.nextQuarter();
        }
        while (house.nextAt().isBefore(next)) {
            house.next();
        }
        house.guard(null);
        house.goOnFrom(last.reading());
        remember(house, peaks, YearMonth.from(next.atZone(zone)));
        return house;
    }

    /** The meter remembers what it said of each month. */
    private void remember(Household house, PeakHistory peaks, YearMonth running) {
        MeterPeak soFar = null;
        List<HistoricPeak> past = new ArrayList<>();
        for (YearMonth month : peaks.months().keySet()) {
            Optional<MonthPeak> said = peaks.of(month, MonthPeak.Source.METER);
            if (said.isPresent() && month.equals(running)) {
                soFar = new MeterPeak(said.get().quarterEnd(), said.get().demand());
            } else if (said.isPresent()
                    && month.isBefore(running)
                    && !month.isBefore(running.minusMonths(MONTHS))) {
                past.add(
                        new HistoricPeak(
                                month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant(),
                                said.get().quarterEnd(),
                                said.get().demand()));
            }
        }
        house.remember(soFar, past);
    }

    private void liveQuarters(Household house, Instant end, boolean guarded) throws IOException {
        if (!house.nextAt().isBefore(end)) {
            return;
        }
        Instant guard =
                guarded
                        ? Instant.MIN
                        : YearMonth.from(end.atZone(zone))
                                .minusMonths(MONTHS_GUARDED)
                                .atDay(1)
                                .atStartOfDay(zone)
                                .toInstant();
        try (OlderQuarters quarters = OlderQuarters.open(config.store().file(), zone)) {
            boolean guards = false;
            while (house.nextAt().isBefore(end)) {
                if (!guards && !house.nextAt().isBefore(guard)) {
                    guards = true;
                    house.guard(GUARDED_WATTS);
                }
                MeterRead first = read(house.peek());
                quarters.take(first, house.nextQuarter());
                tell(QUARTER);
            }
            quarters.finish();
        }
        house.guard(null);
    }

    private void count(Household house, Instant end) throws IOException {
        if (!house.nextAt().isBefore(end)) {
            return;
        }
        house.guard(GUARDED_WATTS);
        try (RecordedReadings readings =
                Imports.ofRecording(config.store().file(), zone, false, false)) {
            Metering metering = Metering.initial(PeakHistory.EMPTY);
            while (house.nextAt().isBefore(end)) {
                MeteringStep step = metering.step(read(house.next()), settings);
                metering = step.metering();
                readings.take(step);
                tell(COUNTED);
            }
            readings.finish();
        }
        house.guard(null);
    }

    /**
     * @param counts whether the quarter that ends then is counted at once: it is not another site
     *     that goes on with it
     */
    private void control(Household house, Instant end, boolean counts) throws IOException {
        if (!house.nextAt().isBefore(end)) {
            return;
        }
        Site site = new Site(settings);
        Store store = Store.open(config.store(), Clock.systemUTC(), zone);
        try (store) {
            Instant first = house.nextAt();
            SiteState state = StoredSite.resume(store, settings, () -> first, step -> {});
            Queue<SiteInput> inputs = new ArrayDeque<>();
            while (house.nextAt().isBefore(end)) {
                inputs.add(read(house.next()));
                tell(SECOND);
                while (!inputs.isEmpty()) {
                    SiteStep step = site.step(state, inputs.remove());
                    state = step.state();
                    store.keep(step);
                    step.commands().forEach(c -> inputs.add(obey(house, c)));
                }
            }
            if (counts) {
                store.keep(site.step(state, read(house.peek())));
            }
        }
        if (store.missing().isPresent()) {
            throw new IOException(store.missing().get());
        }
    }

    /** A load that is not of this house is as it was told, too. */
    private SiteInput obey(Household house, Command command) {
        settings.loads().stream()
                .filter(load -> load.id().equals(command.load()))
                .filter(load -> Simulated.LOADS.contains(load.id()))
                .forEach(load -> house.allow(load.id(), Simulated.allowance(command, load)));
        return new SiteInput.LoadReport(command.at(), command.load(), LoadState.Report.CONFIRMED);
    }

    private MeterRead read(Reading reading) {
        Instant at = Objects.requireNonNull(reading.measuredAt());
        link = link.accepted(at, at);
        return new MeterRead(reading, at, link);
    }

    private void tell(double work) {
        done += work;
        progress.accept(Math.min(1, done / all));
    }
}
