package be.bsmr.home.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A P1 cable on a serial port, or a pseudo-terminal. */
public final class SerialPort implements ByteSource {

    private static final Logger log = LoggerFactory.getLogger(SerialPort.class);

    /** Written in the place of a device: the port that looks like the meter's. */
    static final String AUTO = "auto";

    /** Which port to open; asked each time, since a cable may come back under another name. */
    @FunctionalInterface
    interface Choice {
        Path device() throws IOException;
    }

    private static final Duration READ_PATIENCE = Duration.ofSeconds(1);

    /** What to do about a port that another program has. */
    private static final String TAKEN =
            " says which: stop it, or let it serve TCP and read tcp:HOST:PORT";

    private final String written;
    private final Choice choice;
    private final SerialLine line;
    private final SourceSilence silence;
    private volatile @Nullable SerialWire wire;

    /** What was opened last. */
    private Path device;

    /**
     * A port, not yet opened.
     *
     * @param device such as {@code /dev/ttyUSB0}, or {@code auto}; links are followed each time it
     *     is opened
     */
    public static ByteSource of(String device, SerialSettings settings) {
        Choice choice =
                device.equals(AUTO)
                        ? () -> SerialPorts.likeliest(SerialPorts.find())
                        : () -> Path.of(device);
        return settings.line()
                .<ByteSource>map(line -> new SerialPort(device, choice, line, SilentSource.AFTER))
                .orElseGet(
                        () ->
                                new AutoLine(
                                        line ->
                                                new SerialPort(
                                                        device, choice, line, SilentSource.AFTER)));
    }

    /** At 115200 8N1. */
    SerialPort(String device) {
        this(device, SerialLine.DEFAULT, SilentSource.AFTER);
    }

    SerialPort(String device, SerialLine line, Duration patience) {
        this(device, () -> Path.of(device), line, patience);
    }

    /**
     * @param written what people call it
     * @param patience a port that says nothing for so long is opened anew
     */
    SerialPort(String written, Choice choice, SerialLine line, Duration patience) {
        this.written = written;
        this.choice = choice;
        this.line = line;
        silence = new SourceSilence(patience);
        device = Path.of(written);
    }

    @Override
    public String name() {
        return "serial:" + written;
    }

    @Override
    public void open() throws IOException {
        close();
        Path chosen = choice.device();
        if (!chosen.equals(device)) {
            log.info("{} takes {}", name(), chosen);
            device = chosen;
        }
        if (Files.isRegularFile(device)) {
            throw new IOException(device + " is a file, not a serial port; write file:" + device);
        }
        wire = SerialWire.open(device, line, READ_PATIENCE, TAKEN);
        silence.begins();
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        SerialWire open = wire;
        if (open == null) {
            throw new IOException(device + " was closed");
        }
        int count = open.read(buffer);
        if (count > 0) {
            silence.ends();
        } else if (silence.isTooLong()) {
            throw silence.trouble(
                    device.toString(),
                    "is the cable in the meter, and is the P1 port open"
                            + " (Mijn Fluvius > poortbeheer)?");
        }
        return count;
    }

    @Override
    public void close() {
        SerialWire open = wire;
        wire = null;
        if (open != null) {
            open.close();
        }
    }
}
