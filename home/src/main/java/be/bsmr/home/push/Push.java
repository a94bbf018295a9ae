package be.bsmr.home.push;

import be.bsmr.home.edge.SiteAccess;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.home.series.Bookmark;
import be.bsmr.site.SiteStep;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pushes that the settings ask for. */
public final class Push implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Push.class);

    private final Optional<Loxone> loxone;
    private final Deque<CatchUp> services = new ArrayDeque<>();

    private Push(Optional<Loxone> loxone) {
        this.loxone = loxone;
    }

    /**
     * Whose values are sent.
     *
     * @param name of the site, which tells one house from another
     * @param database beside which is kept how far services were sent to
     */
    public record House(SiteAccess site, SiteJson json, String name, Path database) {}

    /**
     * Begins to send.
     *
     * @throws IOException when the system has no socket left
     */
    public static Push open(PushSettings settings, House house) throws IOException {
        Push push =
                new Push(
                        settings.loxone().wanted()
                                ? Optional.of(new Loxone(settings.loxone(), house))
                                : Optional.empty());
        push.loxone.ifPresent(
                one -> {
                    log.info("lines over UDP go to {}", settings.loxone().host());
                    house.site().health().watch("loxone", one::health);
                });
        if (settings.energyid().wanted()) {
            push.begin(
                    new EnergyId(settings.energyid(), house.json(), house.name()),
                    URI.create(settings.energyid().webhook()).getHost(),
                    house);
        }
        if (settings.pvoutput().wanted()) {
            push.begin(
                    new PvOutput(settings.pvoutput(), house.json().zone(), house.site().clock()),
                    settings.pvoutput().server(),
                    house);
        }
        return push;
    }

    private void begin(Outlet outlet, String where, House house) {
        CatchUp service =
                new CatchUp(
                        outlet,
                        house.site().past(),
                        house.site().clock(),
                        new Bookmark(house.database(), outlet.name()));
        services.push(service);
        house.site().health().watch(outlet.name(), service::health);
        log.info("what is measured goes to {} too", where);
        service.start();
    }

    /** Takes what is so after a step. One thread at a time. */
    public void hear(SiteStep step) {
        loxone.ifPresent(one -> one.hear(step));
    }

    @Override
    public void close() {
        services.forEach(CatchUp::close);
        loxone.ifPresent(Loxone::close);
    }
}
