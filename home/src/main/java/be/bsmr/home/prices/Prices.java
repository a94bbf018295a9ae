package be.bsmr.home.prices;

import be.bsmr.home.edge.SiteAccess;
import be.bsmr.home.guard.OneThread;
import be.bsmr.home.messages.PartReport;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.SiteInput;
import be.bsmr.tariff.EnergyContract;
import be.bsmr.tariff.EnergyPrices;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the site what energy costs and brings: yesterday, today and, as soon as it is known,
 * tomorrow. Where prices follow the exchange, it is asked on a thread of its own: once for today,
 * once a day for tomorrow, and again with longer and longer pauses when that fails. Who waits for
 * nothing here goes on without prices.
 */
public final class Prices implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Prices.class);

    private static final Duration EVERY = Duration.ofMinutes(1);

    private final House house;
    private final String source;
    private final Optional<Exchange> exchange;
    private final Asking asking;
    private final PriceFile file;
    private final OneThread thread = new OneThread("prices");
    private SpotPrices spots = SpotPrices.NONE;
    private @Nullable EnergyPrices told;
    private volatile @Nullable Instant heard;
    private volatile @Nullable String trouble;

    /**
     * Where prices hold, and who is told of them.
     *
     * @param contract makes prices of what the exchange says
     * @param host the host's clock: says which day it is
     * @param file that keeps what the exchange says
     */
    public record House(EnergyContract contract, InstantSource host, Path file, SiteAccess site) {

        private ZoneId zone() {
            return contract.zone();
        }
    }

    private Prices(PriceSettings settings, House house) {
        this.house = house;
        source = settings.source().toString();
        exchange =
                switch (settings.source()) {
                    case ENERGY_CHARTS ->
                            Optional.of(new EnergyCharts(settings.addresses().energyCharts()));
                    case ENTSOE ->
                            Optional.of(
                                    new Entsoe(
                                            settings.addresses().entsoe(),
                                            Objects.requireNonNull(settings.entsoeToken())));
                    case BANDS, FIXED, NONE -> Optional.empty();
                };
        asking = new Asking(RandomGenerator.getDefault());
        file = new PriceFile(house.file(), source);
    }

    /** Begins to tell, and to ask where prices follow the exchange. */
    public static Prices open(PriceSettings settings, House house) {
        Prices prices = new Prices(settings, house);
        if (prices.exchange.isPresent()) {
            house.site().health().watch("prices", prices::report);
        }
        prices.start();
        return prices;
    }

    private void start() {
        exchange.ifPresent(asked -> thread.execute(() -> spots = file.read()));
        var unused =
                thread.scheduleWithFixedDelay(this::goOn, 0, EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    private void goOn() {
        // What is known is told before anybody is waited for.
        tell();
        if (exchange.isPresent() && asks(exchange.get())) {
            tell();
        }
    }

    /** Whether something was asked for. */
    private boolean asks(Exchange from) {
        ZonedDateTime now = house.host().instant().atZone(house.zone());
        Instant steady = house.site().clock().instant();
        if (knowAll(now) || !asking.mayAsk(steady)) {
            return false;
        }
        try {
            SpotPrices answer = from.ask(now.toLocalDate(), asking.last(now), house.zone());
            spots = spots.with(answer).between(first(), end());
            file.write(spots);
            heard = steady;
            boolean knowsNow = spots.quarters().containsKey(QuarterHour.of(now.toInstant()));
            troubled(knowsNow ? null : source + " tells no price of now");
        } catch (InterruptedIOException e) {
            return false;
        } catch (IOException e) {
            troubled(String.valueOf(e.getMessage()));
        }
        asking.asked(steady, knowAll(now));
        return true;
    }

    /** Whether all is known from now to the end of the last day that is published. */
    private boolean knowAll(ZonedDateTime now) {
        return spots.know(
                QuarterHour.of(now.toInstant()),
                SpotPrices.first(asking.last(now).plusDays(1), house.zone()));
    }

    /** At the start also that nothing is known: what an earlier run said may stand somewhere. */
    private void tell() {
        SortedMap<QuarterHour, EnergyPrices.Price> quarters =
                house.contract().prices(spots.quarters(), first(), end());
        EnergyPrices known =
                quarters.isEmpty()
                        ? EnergyPrices.NONE
                        : new EnergyPrices(quarters, source, spots.licence());
        if (!known.equals(told)) {
            told = known;
            house.site()
                    .inbox()
                    .accept(new SiteInput.PricesTold(house.site().clock().instant(), known));
        }
    }

    /** The first quarter of yesterday. */
    private QuarterHour first() {
        return SpotPrices.first(today().minusDays(1), house.zone());
    }

    /** The first quarter after tomorrow. */
    private QuarterHour end() {
        return SpotPrices.first(today().plusDays(2), house.zone());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(house.host().instant(), house.zone());
    }

    /** Says it once, and once more when it is another. */
    private void troubled(@Nullable String now) {
        String before = trouble;
        trouble = now;
        if (now != null && !now.equals(before)) {
            log.warn("{}: prices are asked for again, a few times an hour", now);
        } else if (now == null && before != null) {
            log.info("{} tells prices again", source);
        }
    }

    private PartReport report() {
        Instant last = heard;
        return new PartReport(
                last == null ? null : Duration.between(last, house.site().clock().instant()),
                trouble);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                log.warn("{} did not answer in time", source);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
