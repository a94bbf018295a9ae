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

    private static final int READ_MILLIS = 1000;

    // What Linux answers when a port cannot be opened: errno.h.
    private static final int EPERM = 1;
    private static final int EAGAIN = 11;
    private static final int EACCES = 13;
    private static final int EBUSY = 16;

    private final String written;
    private final Choice choice;
    private final SerialLine line;
    private final SourceSilence silence;
    private volatile com.fazecast.jSerialComm.@Nullable SerialPort port;

    /** What was opened last. */
    private Path device;

    /** Where that led: a link that leads elsewhere now belongs to a cable plugged in anew. */
    private @Nullable Path realDevice;

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
        port = opened(device, line, com.fazecast.jSerialComm.SerialPort.TIMEOUT_READ_SEMI_BLOCKING);
        realDevice = device.toRealPath();
        silence.begins();
    }

    /**
     * An open port of the operating system.
     *
     * @param timeouts which of jSerialComm's calls wait
     * @throws IOException saying what to do about it
     */
    static com.fazecast.jSerialComm.SerialPort opened(Path device, SerialLine line, int timeouts)
            throws IOException {
        if (!Files.exists(device)) {
            throw new IOException(device + " does not exist; is the cable plugged in?");
        }
        if (Files.isRegularFile(device)) {
            throw new IOException(device + " is a file, not a serial port; write file:" + device);
        }
        if (Files.isDirectory(device)) {
            throw new IOException(device + " is a directory, not a serial port");
        }
        if (!Files.isReadable(device) || !Files.isWritable(device)) {
            throw new IOException(noPermission(device));
        }
        com.fazecast.jSerialComm.SerialPort opening;
        try {
            opening =
                    com.fazecast.jSerialComm.SerialPort.getCommPort(device.toRealPath().toString());
        } catch (RuntimeException e) {
            throw new IOException(device + " is no serial port", e);
        }
        opening.setComPortParameters(
                line.baud(),
                line.dataBits(),
                com.fazecast.jSerialComm.SerialPort.ONE_STOP_BIT,
                switch (line.parity()) {
                    case NONE -> com.fazecast.jSerialComm.SerialPort.NO_PARITY;
                    case EVEN -> com.fazecast.jSerialComm.SerialPort.EVEN_PARITY;
                    case ODD -> com.fazecast.jSerialComm.SerialPort.ODD_PARITY;
                });
        opening.setComPortTimeouts(timeouts, READ_MILLIS, 0);
        if (!opening.openPort()) {
            throw new IOException(refusal(device, opening.getLastErrorCode()));
        }
        return opening;
    }

    private static String refusal(Path device, int errno) {
        return switch (errno) {
            case EPERM, EACCES -> noPermission(device);
            case EAGAIN, EBUSY ->
                    "another program has "
                            + device
                            + "; sudo fuser "
                            + device
                            + " says which: stop it, or let it serve TCP and read tcp:HOST:PORT";
            default ->
                    "cannot open "
                            + device
                            + " (error "
                            + errno
                            + "); is it a serial port that works?";
        };
    }

    private static String noPermission(Path device) {
        return "no permission for "
                + device
                + "; type: sudo adduser $USER dialout, and log in again";
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        com.fazecast.jSerialComm.SerialPort open = port;
        if (open == null) {
            throw new IOException(device + " was closed");
        }
        int count = open.readBytes(buffer, buffer.length);
        if (count > 0) {
            silence.ends();
            return count;
        }
        // A pulled cable shows as an error, or as endless silence on a device that is gone.
        if (count < 0 || !open.isOpen() || !isStillThere()) {
            throw new IOException(device + " is gone; unplugged?");
        }
        if (silence.isTooLong()) {
            throw silence.trouble(
                    device.toString(),
                    "is the cable in the meter, and is the P1 port open"
                            + " (Mijn Fluvius > poortbeheer)?");
        }
        return 0;
    }

    private boolean isStillThere() {
        try {
            return device.toRealPath().equals(realDevice);
        } catch (IOException gone) {
            return false;
        }
    }

    @Override
    public void close() {
        com.fazecast.jSerialComm.SerialPort open = port;
        port = null;
        if (open != null) {
            open.closePort();
        }
    }
}
