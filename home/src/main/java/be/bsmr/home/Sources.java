package be.bsmr.home;

import be.bsmr.home.source.ByteSource;
import be.bsmr.home.source.GrowingFile;
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
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** From what people write to a source of bytes: the one place that knows every kind. */
public final class Sources {

    private Sources() {}

    /**
     * A source, not yet opened.
     *
     * @throws IOException when it is a file that cannot be read: that does not mend itself
     */
    public static ByteSource of(SourceSpec spec, HomeConfig config) throws IOException {
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

    private static SerialSettings lineOf(@Nullable SerialSettings written, HomeConfig config) {
        return written != null ? written : config.serial();
    }
}
