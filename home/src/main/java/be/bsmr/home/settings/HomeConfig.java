package be.bsmr.home.settings;

import be.bsmr.home.config.ConfigException;
import be.bsmr.home.config.ConfigFile;
import be.bsmr.home.config.Inline;
import be.bsmr.home.config.OpenDoor;
import be.bsmr.home.gridmeter.GridMeterSettings;
import be.bsmr.home.mqtt.MqttSettings;
import be.bsmr.home.prices.PriceSettings;
import be.bsmr.home.source.HubSettings;
import be.bsmr.home.store.StoreSettings;
import be.bsmr.home.tariff.TariffSettings;
import be.bsmr.home.tariff.TariffSheets;
import be.bsmr.home.users.UsersFile;
import be.bsmr.home.web.WebSettings;
import be.bsmr.site.SiteSettings;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.EnergyContract;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.tariff.TariffSheet;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file as a whole: the sum of what each room wants to know. {@code
 * docs/bsmr.yaml} explains every key.
 *
 * @param zone in which quarters, days and months begin, such as {@code Europe/Brussels}
 * @param link the way to the meter
 * @param demand how much the household may draw
 * @param loadControl the loads
 * @param store the database
 * @param sinks who else is told
 * @param tariff what peaks cost
 * @param prices what energy costs
 */
public record HomeConfig(
        String zone,
        @Inline MeterLinkSettings link,
        @Inline DemandSettings demand,
        @Inline LoadControlSettings loadControl,
        StoreSettings store,
        @Inline SinkSettings sinks,
        TariffSettings tariff,
        PriceSettings prices) {

    /** The file that has every key with its default; the launcher of a package says where. */
    public static final String SAMPLE = System.getProperty("bsmr.sample", "docs/bsmr.yaml");

    public static final HomeConfig DEFAULT =
            new HomeConfig(
                    "Europe/Brussels",
                    MeterLinkSettings.DEFAULT,
                    DemandSettings.DEFAULT,
                    LoadControlSettings.DEFAULT,
                    StoreSettings.DEFAULT,
                    SinkSettings.DEFAULT,
                    TariffSettings.DEFAULT,
                    PriceSettings.NONE);

    /**
     * @throws IllegalArgumentException when the zone is unknown, two rooms want one port, or a load
     *     wants a broker that is not there
     */
    public HomeConfig {
        requireDifferentPorts(link.hub(), sinks);
        if (!sinks.mqtt().enabled()) {
            requireNoBroker(loadControl.loads());
        }
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "zone '" + zone + "' is unknown; in Belgium it is Europe/Brussels", e);
        }
        if (prices.wanted() && tariff.sheets().isEmpty()) {
            // Bands that are no whole week are told before anything is started; hours of sheets of
            // one's own, when those are read.
            var unused = prices.contract(ZoneId.of(zone), newest(tariff.area()));
        }
    }

    private static @Nullable TariffSheet newest(@Nullable String area) {
        CapacityTariff sheets =
                area == null ? CapacityTariff.UNKNOWN : TariffSheets.builtIn().required(area);
        return sheets.years().stream()
                .max(Comparator.naturalOrder())
                .flatMap(sheets::sheet)
                .orElse(null);
    }

    private static void requireNoBroker(List<LoadSettings> loads) {
        for (LoadSettings load : loads) {
            if (load.actuators().wantBroker()) {
                throw new IllegalArgumentException(
                        "load "
                                + load.id()
                                + " is told over mqtt, but there is no broker: set mqtt.host or"
                                + " mqtt.broker.enabled: true");
            }
        }
    }

    private record Door(String key, boolean open, String bind, int port) {

        static Door of(String key, boolean open, OpenDoor door) {
            return new Door(key, open, door.bind(), door.port());
        }

        /** Whether the system gives the port to one of the two only. */
        boolean meets(Door other) {
            return port == other.port
                    && (isEverywhere()
                            || other.isEverywhere()
                            || address().equals(other.address()));
        }

        private boolean isEverywhere() {
            return bind.equals("0.0.0.0") || bind.equals("::");
        }

        private String address() {
            return bind.equals("localhost") ? "127.0.0.1" : bind;
        }
    }

    /** Told here, not by the second that finds its port taken. */
    private static void requireDifferentPorts(HubSettings hub, SinkSettings sinks) {
        MqttSettings mqtt = sinks.mqtt();
        WebSettings web = sinks.web();
        GridMeterSettings meter = sinks.gridMeter();
        List<Door> doors =
                Stream.of(
                                new Door("web.port", web.enabled(), web.bind(), web.port()),
                                new Door(
                                        "mqtt.broker.port",
                                        mqtt.embedded(),
                                        mqtt.broker().bind(),
                                        mqtt.broker().port()),
                                new Door("hub.port", hub.enabled(), hub.bind(), hub.port()),
                                Door.of(
                                        "grid_meter.homewizard.port",
                                        meter.homewizard().enabled(),
                                        meter.homewizard().door()),
                                Door.of(
                                        "grid_meter.shelly.port",
                                        meter.shelly().enabled(),
                                        meter.shelly().door()),
                                Door.of(
                                        "grid_meter.modbus.port",
                                        meter.modbus().enabled(),
                                        meter.modbus().door()))
                        .filter(d -> d.open() && d.port() != 0)
                        .toList();
        for (Door one : doors) {
            for (Door other : doors.subList(doors.indexOf(one) + 1, doors.size())) {
                if (one.meets(other)) {
                    throw new IllegalArgumentException(
                            one.key()
                                    + " and "
                                    + other.key()
                                    + " are the same, "
                                    + one.port()
                                    + "; write another for one of them");
                }
            }
        }
    }

    /**
     * Reads a configuration file.
     *
     * @throws ConfigException saying file, line and what to write instead
     */
    public static HomeConfig read(Path file) throws ConfigException {
        return ConfigFile.read(
                        file,
                        "copy " + SAMPLE,
                        DEFAULT,
                        HomeConfig.class,
                        Map.of("loads", LoadSettings.DEFAULT))
                .keptApart();
    }

    /**
     * What a text says that comes from a configuration file, or is to go there.
     *
     * @throws ConfigException saying file, line and what to write instead
     */
    public static HomeConfig parse(Path file, String text) throws ConfigException {
        return ConfigFile.parse(
                        file,
                        text,
                        DEFAULT,
                        HomeConfig.class,
                        Map.of("loads", LoadSettings.DEFAULT))
                .keptApart();
    }

    /** What the file says of the database is right again as soon as it names a meter. */
    private HomeConfig keptApart() {
        return link.isSimulated() ? with("store.file", store.simulated()) : this;
    }

    /**
     * This configuration with another value of one key, as if the file had said so.
     *
     * @param key as in {@code web.port}
     * @param value what the key takes; null = none
     * @throws IllegalArgumentException when the key is unknown or the value does not fit
     */
    public HomeConfig with(String key, @Nullable Object value) {
        return ConfigFile.with(this, Collections.singletonMap(key, value));
    }

    /** As {@link #with(String, Object)}, several at once. */
    public HomeConfig with(Map<String, ? extends @Nullable Object> changes) {
        return ConfigFile.with(this, changes);
    }

    /** What the site itself wants to know. */
    public SiteSettings site() {
        return new SiteSettings(
                ZoneId.of(zone),
                new SiteSettings.Aim(
                        new PeakTarget(demand.goal()), demand.limit(), demand.alarmLine().line()),
                loadControl.plain(),
                loadControl.control().mode(),
                new SiteSettings.Rating(loadControl.control().fuse(), demand.connection()),
                new SiteSettings.Listening(
                        link.followed(), Duration.ofSeconds(loadControl.silenceS())),
                CapacityTariff.UNKNOWN);
    }

    /**
     * What peaks cost where the house is; without {@code tariff.area} no rate is known.
     *
     * @throws ConfigException when a file of sheets cannot be used
     * @throws IllegalArgumentException when there is no sheet of the area
     */
    public CapacityTariff capacityTariff() throws ConfigException {
        String area = tariff.area();
        return area == null ? CapacityTariff.UNKNOWN : TariffSheets.of(tariff).required(area);
    }

    /**
     * How prices of energy are made where the house is.
     *
     * @param year whose tariff sheet says the hours of bands that say none; without one of that
     *     year, the newest does
     * @throws ConfigException when a file of sheets cannot be used
     * @throws IllegalArgumentException when the bands do not make a whole week
     */
    public EnergyContract energyContract(int year) throws ConfigException {
        CapacityTariff sheets = capacityTariff();
        Optional<TariffSheet> sheet =
                sheets.sheet(year)
                        .or(
                                () ->
                                        sheets.years().stream()
                                                .max(Comparator.naturalOrder())
                                                .flatMap(sheets::sheet));
        return prices.contract(ZoneId.of(zone), sheet.orElse(null));
    }

    /** With one more load, unless the configuration has one of that id. */
    public HomeConfig withLoad(String id, String name, int powerW) {
        if (loadControl.loads().stream().anyMatch(l -> l.id().equals(id))) {
            return this;
        }
        List<LoadSettings> more = new ArrayList<>(loadControl.loads());
        Map<String, ?> keys = Map.of("id", id, "name", name, "power_w", powerW);
        more.add(ConfigFile.with(LoadSettings.DEFAULT, keys));
        return with("loads", more);
    }

    /** In an area, unless the configuration names one. */
    public HomeConfig inArea(String area) {
        return tariff.area() != null ? this : with("tariff.area", area);
    }

    /**
     * As long as nobody has said where the meter is: only the page. Nothing is controlled, and no
     * other program is told or heard.
     */
    public HomeConfig forFirstStart() {
        return with("loads", List.of())
                .with("stop_button", null)
                .with("prices.source", "none")
                .with("home_assistant.enabled", false)
                .with("grid_meter.homewizard.enabled", false)
                .with("grid_meter.shelly.enabled", false)
                .with("grid_meter.modbus.enabled", false)
                .with("grid_meter.victron.enabled", false)
                .with("notify.mqtt", false)
                .with("mqtt.broker.enabled", false)
                .with("mqtt.host", null)
                .with("hub.enabled", false);
    }

    /** Where the embedded broker may put what it cannot keep in memory: beside the database. */
    public Path brokerDirectory() {
        return store.file().toAbsolutePath().resolveSibling("broker");
    }

    /** Where the exchange's prices are kept: beside the database. */
    public Path pricesFile() {
        return store.file().resolveSibling(store.file().getFileName() + "-prices");
    }

    /** Who may come in: beside the database. */
    public Path usersFile() {
        return store.file().resolveSibling(UsersFile.NAME);
    }

    /** The private keys of certificates that are shown to others. */
    public List<Path> keyFiles() {
        return Stream.of(
                        sinks.web().tls().key(),
                        sinks.mqtt().broker().tls().key(),
                        sinks.mqtt().external().key())
                .flatMap(Stream::ofNullable)
                .toList();
    }
}
