package be.bsmr.home.gridmeter;

import be.bsmr.home.edge.SiteAccess;
import be.bsmr.home.gridmeter.GridMeterSettings.HomeWizardSettings;
import be.bsmr.home.gridmeter.GridMeterSettings.ModbusSettings;
import be.bsmr.home.gridmeter.GridMeterSettings.ShellySettings;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.site.SiteStep;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The house's meter as those other meters that the settings ask for. */
public final class GridMeter implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GridMeter.class);

    private final MeterNow now;
    private final Serial serial = Serial.ofThisMachine();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private final Optional<Consumer<String>> victron;

    private GridMeter(House house, Optional<Consumer<String>> victron) {
        now = new MeterNow(house.json(), house.site().clock());
        this.victron = victron;
    }

    /**
     * Where what is said comes from.
     *
     * @param telegram the meter's newest, word for word
     */
    public record House(SiteAccess site, SiteJson json, Supplier<Optional<String>> telegram) {}

    /**
     * Opens the ports that the settings ask for.
     *
     * @param publish puts a message on the topic {@code victron}
     * @throws IOException when a port cannot be had; the message says which key to change
     */
    public static GridMeter open(GridMeterSettings settings, House house, Consumer<String> publish)
            throws IOException {
        GridMeter meter =
                new GridMeter(
                        house,
                        settings.victron().enabled() ? Optional.of(publish) : Optional.empty());
        try {
            if (settings.homewizard().enabled()) {
                meter.homewizard(settings.homewizard(), house.telegram());
            }
            if (settings.shelly().enabled()) {
                meter.shelly(settings.shelly());
            }
            if (settings.modbus().enabled()) {
                meter.modbus(settings.modbus());
            }
            house.site().health().watch("grid_meter", meter.now::report);
            return meter;
        } catch (IOException | RuntimeException e) {
            meter.close();
            throw e;
        }
    }

    private void homewizard(HomeWizardSettings settings, Supplier<Optional<String>> telegram)
            throws IOException {
        HomeWizard meter = new HomeWizard(serial, now, telegram);
        HttpPort port = opened(HttpPort.listening(HomeWizardSettings.KEY, settings.door(), meter));
        log.info("as a HomeWizard P1 meter at {}:{}", settings.door().bind(), port.port());
        if (settings.announce()) {
            opened(
                    Announcement.at(
                            settings.door(), meter.host(), List.of(meter.announced(port.port()))));
        }
    }

    private void shelly(ShellySettings settings) throws IOException {
        Shelly meter = new Shelly(serial, now);
        HttpPort port =
                opened(
                        HttpPort.listening(
                                ShellySettings.KEY, settings.door(), new ShellyHttp(meter)));
        for (int udp : settings.udpPorts()) {
            opened(ShellyUdp.listening(meter, settings.door(), udp));
        }
        log.info(
                "as a Shelly Pro 3EM at {}:{}, UDP {}",
                settings.door().bind(),
                port.port(),
                settings.udpPorts());
        if (settings.announce()) {
            opened(Announcement.at(settings.door(), meter.id(), meter.announced(port.port())));
        }
    }

    private void modbus(ModbusSettings settings) throws IOException {
        ModbusPort port =
                opened(
                        ModbusPort.listening(
                                settings, RegisterMap.of(settings.registers(), serial), now));
        log.info(
                "as a meter on Modbus TCP ({}) at {}:{}",
                settings.registers(),
                settings.door().bind(),
                port.port());
    }

    /** Takes what is so after a step. One thread at a time. */
    public void hear(SiteStep step) {
        now.hear(step);
        if (step.newReading()) {
            victron.ifPresent(to -> now.values().map(VictronTopic::payload).ifPresent(to));
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                log.error("while closing", e);
            }
        }
    }
}
