package be.bsmr.home;

import be.bsmr.home.mqtt.RawTopic;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.source.ByteSource;
import be.bsmr.home.source.Decrypting;
import be.bsmr.home.source.FailOver;
import be.bsmr.home.source.GrowingFile;
import be.bsmr.home.source.Messages;
import be.bsmr.home.source.Recording;
import be.bsmr.home.source.Rfc2217Gateway;
import be.bsmr.home.source.SerialPort;
import be.bsmr.home.source.SerialSettings;
import be.bsmr.home.source.SimulatedMeter;
import be.bsmr.home.source.SourceSpec;
import be.bsmr.home.source.StandardInput;
import be.bsmr.home.source.TcpGateway;
import be.bsmr.meter.Grid;
import be.bsmr.simulator.Household;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** From what people write to a source of bytes: the one place that knows every kind. */
public final class Sources {

    private Sources() {}

    /**
     * Two ways to one meter, not yet opened: the second is read while the first fails.
     *
     * @throws IOException as {@link #of(SourceSpec, HomeConfig)}
     */
    public static ByteSource of(SourceSpec spec, SourceSpec fallback, HomeConfig config)
            throws IOException {
        return new FailOver(
                of(spec, config),
                of(fallback, config),
                Duration.ofSeconds(config.link().fallbackAfterS()),
                Clock.systemUTC());
    }

    /**
     * A source, not yet opened; what comes out of it is in clear.
     *
     * @throws IOException when it is a file that cannot be read: that does not mend itself
     */
    public static ByteSource of(SourceSpec spec, HomeConfig config) throws IOException {
        return new Decrypting(raw(spec, config), config.link().decryption());
    }

    private static ByteSource raw(SourceSpec spec, HomeConfig config) throws IOException {
        ZoneId zone = ZoneId.of(config.zone());
        if (spec instanceof SourceSpec.Serial serial) {
            return SerialPort.of(serial.device(), lineOf(serial.line(), config));
        }
        if (spec instanceof SourceSpec.Rfc2217 peer) {
            return Rfc2217Gateway.of(peer.host(), peer.port(), lineOf(peer.line(), config));
        }
        if (spec instanceof SourceSpec.Stdin) {
            return new StandardInput(System.in);
        }
        if (spec instanceof SourceSpec.Tail tail) {
            return new GrowingFile(tail.path());
        }
        if (spec instanceof SourceSpec.Tcp tcp) {
            return new TcpGateway(tcp.host(), tcp.port());
        }
        if (spec instanceof SourceSpec.Mqtt mqtt) {
            return topic(mqtt, config);
        }
        if (spec instanceof SourceSpec.File file) {
            if (!Files.isReadable(file.path())) {
                throw new IOException("cannot read " + file.path());
            }
            return new Recording(file.path(), zone, 1);
        }
        Household house =
                new Household(
                        1,
                        Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS),
                        zone,
                        Grid.STAR_400);
        return new SimulatedMeter(house, zone, 1);
    }

    private static ByteSource topic(SourceSpec.Mqtt spec, HomeConfig config) {
        RawTopic topic =
                new RawTopic(config.sinks().mqtt(), spec.host(), spec.port(), spec.topic());
        Messages.Feed feed =
                new Messages.Feed() {
                    @Override
                    public void open(Consumer<byte[]> message, Consumer<String> lost)
                            throws IOException {
                        topic.open(message, lost);
                    }

                    @Override
                    public void close() {
                        topic.close();
                    }
                };
        String name = "mqtt:" + spec.host() + ":" + spec.port() + "/" + spec.topic();
        return new Messages(name, feed, Clock.systemUTC());
    }

    private static SerialSettings lineOf(@Nullable SerialSettings written, HomeConfig config) {
        return written != null ? written : config.link().serial();
    }
}
