package be.bsmr.home;

import be.bsmr.home.config.ConfigException;
import be.bsmr.home.config.ConfigFile;
import be.bsmr.home.mqtt.BrokerSettings;
import be.bsmr.home.mqtt.MqttSettings;
import be.bsmr.home.relay.StopButtonSettings;
import be.bsmr.home.source.DecryptionSettings;
import be.bsmr.home.source.HubSettings;
import be.bsmr.home.source.SerialSettings;
import be.bsmr.home.source.SourceSpec;
import be.bsmr.home.store.StoreSettings;
import be.bsmr.home.tariff.TariffSettings;
import be.bsmr.home.tariff.TariffSheets;
import be.bsmr.home.web.WebSettings;
import be.bsmr.meter.MeterId;
import be.bsmr.quarter.AlarmLine;
import be.bsmr.site.SiteSettings;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Power;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file as a whole: the sum of what each room wants to know. {@code
 * docs/bsmr.yaml} explains every key.
 *
 * @param source where telegrams come from, as on the command line; null = say what was found and
 *     stop
 * @param fallback a second way to the same meter, read while the first fails; null = none
 * @param fallbackAfterS the first is given up for now after so many seconds of silence
 * @param meter equipment id of the meter to follow where several speak; null = the first heard
 * @param goalW the demand the owner wants to stay under, W; 0 = none
 * @param limitW the limit line, W; 0 = it follows the target
 * @param connectionW what the connection is rated for, W; 0 = as fuse and meter say, if they do
 * @param silenceS after so many seconds without a telegram the loads are given back
 * @param stopButton null = none
 */
public record HomeConfig(
        String zone,
        @Nullable String source,
        @Nullable String fallback,
        int fallbackAfterS,
        SerialSettings serial,
        HubSettings hub,
        DecryptionSettings decryption,
        @Nullable String meter,
        int goalW,
        int limitW,
        int connectionW,
        AlarmSettings alarmLine,
        int silenceS,
        ControlSettings control,
        List<LoadSettings> loads,
        StoreSettings store,
        InfluxSettings influx,
        MqttSettings mqtt,
        WebSettings web,
        TariffSettings tariff,
        @Nullable StopButtonSettings stopButton) {

    private static final int MOST_WATTS = Power.MOST_SHOWN.watts();

    /**
     * How the alarm line falls during the quarter, in percent of the limit.
     *
     * @param startPercent at its start; the original has 110
     * @param endPercent at its end; the original has 90
     */
    record AlarmSettings(int startPercent, int endPercent) {

        AlarmSettings {
            line(startPercent, endPercent);
        }

        AlarmLine line() {
            return line(startPercent, endPercent);
        }

        private static AlarmLine line(int startPercent, int endPercent) {
            return new AlarmLine(startPercent / 100.0, endPercent / 100.0);
        }
    }

    public static final HomeConfig DEFAULT =
            new HomeConfig(
                    "Europe/Brussels",
                    null,
                    null,
                    10,
                    SerialSettings.DEFAULT,
                    HubSettings.DEFAULT,
                    DecryptionSettings.DEFAULT,
                    null,
                    0,
                    0,
                    0,
                    new AlarmSettings(110, 90),
                    60,
                    ControlSettings.DEFAULT,
                    List.of(),
                    StoreSettings.DEFAULT,
                    InfluxSettings.NONE,
                    MqttSettings.DEFAULT,
                    WebSettings.DEFAULT,
                    TariffSettings.DEFAULT,
                    null);

    public HomeConfig {
        loads = List.copyOf(loads);
        var unused =
                SiteSettings.DEFAULT.controlling(loads.stream().map(LoadSettings::load).toList());
        if (meter != null && meter.isBlank()) {
            throw new IllegalArgumentException(
                    "meter is empty; write the number that doctor shows, such as 1SAG1100000000");
        }
        requireSources(source, fallback);
        requireDifferentPorts(hub, mqtt, web);
        atMost("goal_w", goalW, MOST_WATTS);
        atMost("limit_w", limitW, MOST_WATTS);
        atMost("connection_w", connectionW, MOST_WATTS);
        if (fallbackAfterS < 2 || fallbackAfterS > 600) {
            throw new IllegalArgumentException(
                    "fallback_after_s is 2 to 600 seconds, not " + fallbackAfterS);
        }
        if (silenceS < 15 || silenceS > 3600) {
            throw new IllegalArgumentException("silence_s is 15 to 3600 seconds, not " + silenceS);
        }
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "zone '" + zone + "' is unknown; in Belgium it is Europe/Brussels", e);
        }
    }

    private static void requireSources(@Nullable String source, @Nullable String fallback) {
        Optional<SourceSpec> first = spec("source", source);
        Optional<SourceSpec> second = spec("fallback", fallback);
        if (second.isPresent() && second.equals(first)) {
            throw new IllegalArgumentException(
                    "fallback is the source itself, "
                            + fallback
                            + "; name a second way to the meter, or none");
        }
    }

    private static Optional<SourceSpec> spec(String key, @Nullable String text) {
        try {
            return Optional.ofNullable(text).map(SourceSpec::parse);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }

    private record Door(String key, boolean open, String bind, int port) {

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
    private static void requireDifferentPorts(HubSettings hub, MqttSettings mqtt, WebSettings web) {
        List<Door> doors =
                Stream.of(
                                new Door("web.port", web.enabled(), web.bind(), web.port()),
                                new Door(
                                        "mqtt.broker.port",
                                        mqtt.embedded(),
                                        mqtt.broker().bind(),
                                        mqtt.broker().port()),
                                new Door("hub.port", hub.enabled(), hub.bind(), hub.port()))
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
                "copy docs/bsmr.yaml",
                DEFAULT,
                HomeConfig.class,
                Map.of("loads", LoadSettings.DEFAULT));
    }

    /** What the site itself wants to know. */
    public SiteSettings site() {
        return new SiteSettings(
                ZoneId.of(zone),
                new PeakTarget(new Power(goalW)),
                limitW == 0 ? Optional.empty() : Optional.of(new Power(limitW)),
                alarmLine.line(),
                loads.stream().map(LoadSettings::load).toList(),
                control.mode(),
                control.fuse(),
                connectionW == 0 ? Optional.empty() : Optional.of(new Power(connectionW)),
                Optional.ofNullable(meter).map(String::strip).map(MeterId::new),
                Duration.ofSeconds(silenceS),
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

    /** With one more load, unless the configuration has one of that id. */
    public HomeConfig withLoad(String id, String name, int powerW) {
        if (loads.stream().anyMatch(l -> l.id().equals(id))) {
            return this;
        }
        List<LoadSettings> more = new ArrayList<>(loads);
        more.add(LoadSettings.of(id, name, powerW));
        return with(more, store, mqtt, web);
    }

    /** With the readings of a demo kept apart from those of a real meter. */
    public HomeConfig storedIn(Path file) {
        StoreSettings apart =
                new StoreSettings(
                        file,
                        store.commitSeconds(),
                        store.keepDays(),
                        store.keepQuarterDays(),
                        store.backup());
        return with(loads, apart, mqtt, web);
    }

    /** With broker and dashboard on ports that happen to be free. */
    public HomeConfig onFreePorts() {
        return onPorts(0, 0);
    }

    /** With other ports for broker and dashboard; 0 = any that is free. */
    public HomeConfig onPorts(int brokerPort, int webPort) {
        BrokerSettings b = mqtt.broker();
        MqttSettings movedMqtt =
                mqtt.with(
                        new BrokerSettings(
                                b.enabled(),
                                b.bind(),
                                brokerPort,
                                b.user(),
                                b.password(),
                                b.users(),
                                b.allow()));
        WebSettings movedWeb =
                new WebSettings(web.enabled(), web.bind(), webPort, web.user(), web.password());
        return with(loads, store, movedMqtt, movedWeb);
    }

    /** In an area, unless the configuration names one. */
    public HomeConfig inArea(String area) {
        return tariff.area() != null
                ? this
                : with(
                        loads,
                        store,
                        mqtt,
                        web,
                        new TariffSettings(area, tariff.sheets(), tariff.volumeKwh()));
    }

    private HomeConfig with(
            List<LoadSettings> newLoads,
            StoreSettings newStore,
            MqttSettings newMqtt,
            WebSettings newWeb) {
        return with(newLoads, newStore, newMqtt, newWeb, tariff);
    }

    private HomeConfig with(
            List<LoadSettings> newLoads,
            StoreSettings newStore,
            MqttSettings newMqtt,
            WebSettings newWeb,
            TariffSettings newTariff) {
        return new HomeConfig(
                zone,
                source,
                fallback,
                fallbackAfterS,
                serial,
                hub,
                decryption,
                meter,
                goalW,
                limitW,
                connectionW,
                alarmLine,
                silenceS,
                control,
                newLoads,
                newStore,
                influx,
                newMqtt,
                newWeb,
                newTariff,
                stopButton);
    }

    /** Where the embedded broker may put what it cannot keep in memory: beside the database. */
    Path brokerDirectory() {
        return store.file().toAbsolutePath().resolveSibling("broker");
    }

    private static void atMost(String key, int value, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(key + " is 0 to " + most + " W, not " + value);
        }
    }
}
