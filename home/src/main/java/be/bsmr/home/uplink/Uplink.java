package be.bsmr.home.uplink;

import be.bsmr.home.edge.SiteAccess;
import be.bsmr.home.guard.OneThread;
import be.bsmr.home.messages.PartReport;
import be.bsmr.home.series.Bookmark;
import be.bsmr.home.series.Past;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteStep;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The house's way to a fleet: sends the minutes and quarters that are over out of what is stored,
 * and what is foreseen as long as the server is there; brings the site what it is granted. On a
 * thread of its own.
 */
public final class Uplink implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Uplink.class);

    /** Forecasts that are sent and not yet confirmed; a server that is behind gets no more. */
    private static final int MOST_FORECASTS = 3;

    private final String server;
    private final SiteAccess site;
    private final OneThread thread = new OneThread("uplink");
    private final HeardMinutes heard = new HeardMinutes();
    private final Shares shares;
    private final Forecasts forecasts;
    private final AtomicInteger forecastsUnderWay = new AtomicInteger();
    private final ServerLink link;
    private final MinuteSender sender;
    private boolean warned;

    /**
     * One that does nothing yet, but has all that it needs.
     *
     * @param database beside which is kept how far it came
     * @throws IllegalArgumentException when {@code uplink.ca_file} cannot be read
     * @throws IOException when {@code uplink.password_file} cannot
     */
    public Uplink(UplinkSettings settings, SiteAccess site, Path database) throws IOException {
        this.site = site;
        server = settings.server();
        shares = new Shares(site);
        forecasts = new Forecasts(settings.user());
        link = new ServerLink(settings, this::granted, this::connected);
        sender =
                new MinuteSender(
                        link,
                        this::minutes,
                        site.clock(),
                        new Bookmark(database, "uplink"),
                        thread);
    }

    /** Begins to connect and to send. */
    public void start() {
        site.health().watch("uplink", this::health);
        log.info("what is measured goes to the fleet at {} too", server);
        sender.start();
        link.start();
    }

    /** Takes what is so after a step. One thread at a time. */
    public void hear(SiteStep step) {
        warnOfMadeUp(step.state().last());
        if (site.past().get().isEmpty()) {
            heard.take(step);
        }
        if (link.isConnected() && forecastsUnderWay.get() < MOST_FORECASTS) {
            forecasts
                    .due(step)
                    .ifPresent(
                            forecast -> {
                                forecastsUnderWay.incrementAndGet();
                                var unused =
                                        link.say(forecast)
                                                .whenComplete(
                                                        (taken, failure) ->
                                                                forecastsUnderWay
                                                                        .decrementAndGet());
                            });
        }
    }

    /** Nobody there can tell that it is not a meter that speaks. */
    private void warnOfMadeUp(@Nullable MeterRead last) {
        if (!warned && last != null && Household.METER.equals(last.reading().identity().meter())) {
            warned = true;
            log.warn(
                    "this house is a simulated one, and what it makes up goes to the fleet at {} as"
                            + " if it were measured: unless that fleet is for trials, take uplink"
                            + " out of the configuration",
                    server);
        }
    }

    private Minutes minutes() {
        Optional<Past> past = site.past().get();
        return past.isPresent() ? new StoredMinutes(past.get()) : heard;
    }

    private void granted(byte[] share) {
        try {
            thread.execute(() -> shares.take(share));
        } catch (RejectedExecutionException e) {
            // The program stops.
        }
    }

    private void connected() {
        sender.look();
    }

    private PartReport health() {
        return new PartReport(
                sender.sentAt()
                        .map(sent -> Duration.between(sent, site.clock().instant()))
                        .orElse(null),
                link.trouble().or(sender::trouble).orElse(null));
    }

    /** What is not confirmed is sent after the next start. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (thread.awaitTermination(5, TimeUnit.SECONDS)) {
                sender.close();
                if (shares.notFollowed() > 0) {
                    log.info(
                            "{} times what the fleet granted was not followed",
                            shares.notFollowed());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        link.close();
    }
}
