package be.bsmr.home.setup;

import be.bsmr.home.explain.MeterReport;
import be.bsmr.home.json.TroubleWords;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.source.ByteSource;
import be.bsmr.home.source.LineDoctor;
import be.bsmr.home.source.LineDoctor.HostClock;
import be.bsmr.home.source.Overheard;
import be.bsmr.home.source.SerialPorts;
import be.bsmr.home.source.SerialSettings;
import be.bsmr.home.source.SourceSpec;
import be.bsmr.home.web.api.OwnersAnswers;
import be.bsmr.home.words.PlainWords;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The house without a meter, as long as its owner has not said where it is, or a simulated house is
 * in its place: which serial ports there are, and what is heard on the way to the meter that is
 * being tried.
 *
 * <p>{@code {"source": "serial:/dev/ttyUSB0"}} begins to try one, {@code {"source": ""}} ends that.
 * Told are {@code ports}, each with its {@code source}, {@code description} and {@code device};
 * {@code trial}, with its {@code source}, its {@code trouble}, and what {@code /api/telegram} says;
 * {@code trouble}, why the program could not begin with what was set before; {@code simulated},
 * when that is what it runs.
 *
 * <p>{@code {"mqtt.host": "192.168.1.10", "mqtt.port": "1883"}}, with {@code mqtt.user} and {@code
 * mqtt.password} if it wants them, tries a broker, and tells its {@code error}.
 */
public final class FirstStart implements OwnersAnswers, AutoCloseable {

    /** From what people write to a source that is not open yet. */
    @FunctionalInterface
    public interface Opening {
        ByteSource of(SourceSpec spec) throws IOException;
    }

    /** Asks a broker whether it lets us in. */
    @FunctionalInterface
    public interface BrokerTrial {

        /**
         * @param config names the broker
         * @return why it does not, in English; empty when it does
         */
        Optional<String> trouble(HomeConfig config);
    }

    private static final List<String> OF_A_BROKER =
            List.of("mqtt.host", "mqtt.port", "mqtt.user", "mqtt.password");

    /** Old meters speak every ten seconds, and an address is not reached at once. */
    private static final Duration FIRST_BYTE = Duration.ofSeconds(12);

    private static final TroubleWords TROUBLES = new TroubleWords();

    /**
     * @param begun when, by the host's clock
     */
    private record Trial(String source, LineTrial line, MeterReport report, Instant begun) {

        /** Whether nothing that could be heard is missing yet. */
        boolean isEarly(Instant now) {
            return line.heard().newest().isEmpty() && now.isBefore(begun.plus(FIRST_BYTE));
        }
    }

    private final HomeConfig config;
    private final @Nullable String trouble;
    private final Opening opening;
    private final BrokerTrial brokers;
    private final InstantSource clock;
    private @Nullable Trial trial;

    /**
     * @param config zone and serial line
     * @param trouble why the program could not begin before; null = it has not been tried
     * @param clock the host's
     */
    public FirstStart(
            HomeConfig config,
            @Nullable String trouble,
            Opening opening,
            BrokerTrial brokers,
            InstantSource clock) {
        this.config = config;
        this.trouble = trouble;
        this.opening = opening;
        this.brokers = brokers;
        this.clock = clock;
    }

    @Override
    public synchronized ObjectNode tell(Asking who) {
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        if (trouble != null) {
            told.put("trouble", trouble);
        }
        if (config.link().isSimulated()) {
            told.put("simulated", true);
        }
        ArrayNode ports = told.putArray("ports");
        for (SerialPorts.Found port : SerialPorts.find()) {
            ports.addObject()
                    .put("source", "serial:" + port.path())
                    .put("description", port.description())
                    .put("device", port.device());
        }
        Trial now = trial;
        if (now != null) {
            ObjectNode tried = now.report().in(who.language()).put("source", now.source());
            if (now.isEarly(clock.instant())) {
                tried.putArray("findings");
            }
            String english = now.line().trouble();
            if (english != null) {
                tried.put("trouble", said(who, english));
            }
            told.set("trial", tried);
        }
        return told;
    }

    @Override
    public ObjectNode take(Asking who, ObjectNode wish) throws IOException {
        return wish.has("mqtt.host") ? tryBroker(who, wish) : trySource(who, wish);
    }

    private static String said(Asking who, String english) {
        return TROUBLES.in(who.language(), english).orElse(english);
    }

    private ObjectNode tryBroker(Asking who, ObjectNode wish) {
        Map<String, @Nullable Object> broker = new HashMap<>(Map.of("mqtt.broker.enabled", false));
        for (String key : OF_A_BROKER) {
            if (wish.path(key).isTextual()) {
                broker.put(key, wish.path(key).asText());
            }
        }
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        brokers.trouble(config.with(broker)).ifPresent(why -> told.put("error", said(who, why)));
        return told;
    }

    private synchronized ObjectNode trySource(Asking who, ObjectNode wish) throws IOException {
        String source = wish.path("source").asText().strip();
        SourceSpec spec = source.isEmpty() ? null : known(source);
        close();
        try {
            if (spec != null) {
                LineTrial line = new LineTrial(opening.of(spec), clock);
                trial = new Trial(source, line, report(spec, line.heard()), clock.instant());
            }
        } catch (IOException e) {
            throw new IOException(said(who, PlainWords.of(e)), e);
        }
        return tell(who);
    }

    /** What else a command line can name is not for who sits at a page: a file, a pipe. */
    private static SourceSpec known(String source) {
        SourceSpec spec = SourceSpec.parse(source);
        if (spec instanceof SourceSpec.File
                || spec instanceof SourceSpec.Tail
                || spec instanceof SourceSpec.Stdin) {
            throw new IllegalArgumentException(
                    "here a source is a serial port, an address on the network or the simulator;"
                            + " bsmr run --source takes files and pipes");
        }
        return spec;
    }

    private MeterReport report(SourceSpec spec, Overheard heard) {
        ZoneId zone = ZoneId.of(config.zone());
        HostClock host =
                spec instanceof SourceSpec.Simulator
                        ? HostClock.OF_NO_USE
                        : HostClock.ofThisMachine();
        SerialSettings line =
                spec instanceof SourceSpec.Serial port && port.line() != null
                        ? port.line()
                        : config.link().serial();
        return new MeterReport(
                new MeterReport.Origin(
                        heard,
                        zone,
                        Optional.empty(),
                        Optional::empty,
                        () -> new LineDoctor(zone, line, host, Optional.empty()).of(spec)),
                clock);
    }

    /** Lets go of what is tried. */
    @Override
    public synchronized void close() {
        Trial before = trial;
        trial = null;
        if (before != null) {
            before.line().close();
        }
    }
}
