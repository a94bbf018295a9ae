package be.bsmr.home.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A P1 cable on a serial port, or a pseudo-terminal. */
public final class SerialPort implements ByteSource {

    private static final int READ_MILLIS = 1000;

    // What Linux answers when a port cannot be opened: errno.h.
    private static final int EPERM = 1;
    private static final int EAGAIN = 11;
    private static final int EACCES = 13;
    private static final int EBUSY = 16;

    private final Path device;
    private final SerialSettings settings;
    private final Duration patience;
    private volatile com.fazecast.jSerialComm.@Nullable SerialPort port;
    private long heardAt;

    /**
     * @param device such as {@code /dev/ttyUSB0}; links are followed each time it is opened
     */
    public SerialPort(String device, SerialSettings settings) {
        this(device, settings, SilentSource.AFTER);
    }

    /**
     * @param patience a port that says nothing for so long is opened anew
     */
    SerialPort(String device, SerialSettings settings, Duration patience) {
        this.device = Path.of(device);
        this.settings = settings;
        this.patience = patience;
    }

    @Override
    public String name() {
        return "serial:" + device;
    }

    @Override
    public void open() throws IOException {
        close();
        port =
                opened(
                        device,
                        settings,
                        com.fazecast.jSerialComm.SerialPort.TIMEOUT_READ_SEMI_BLOCKING);
        heardAt = System.nanoTime();
    }

    /**
     * An open port of the operating system.
     *
     * @param timeouts which of jSerialComm's calls wait
     * @throws IOException saying what to do about it
     */
    static com.fazecast.jSerialComm.SerialPort opened(
            Path device, SerialSettings settings, int timeouts) throws IOException {
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
                settings.baud(),
                settings.dataBits(),
                com.fazecast.jSerialComm.SerialPort.ONE_STOP_BIT,
                settings.jSerialParity());
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
            heardAt = System.nanoTime();
            return count;
        }
        // A pulled cable shows as an error, or as endless silence on a device that is gone.
        if (count < 0 || !open.isOpen() || !Files.exists(device)) {
            throw new IOException(device + " is gone; unplugged?");
        }
        if (System.nanoTime() - heardAt > patience.toNanos()) {
            throw new SilentSource(
                    device.toString(),
                    patience,
                    "is the cable in the meter, and is the P1 port open"
                            + " (Mijn Fluvius > poortbeheer)?");
        }
        return 0;
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
