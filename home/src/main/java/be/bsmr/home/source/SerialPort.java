package be.bsmr.home.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A P1 cable on a serial port, or a pseudo-terminal. */
public final class SerialPort implements ByteSource {

    private static final int READ_MILLIS = 1000;

    private final Path device;
    private final SerialSettings settings;
    private volatile com.fazecast.jSerialComm.@Nullable SerialPort port;

    public SerialPort(String device, SerialSettings settings) {
        this.device = Path.of(device);
        this.settings = settings;
    }

    @Override
    public String name() {
        return "serial:" + device;
    }

    @Override
    public void open() throws IOException {
        close();
        if (!Files.exists(device)) {
            throw new IOException(device + " does not exist; is the cable plugged in?");
        }
        if (!Files.isReadable(device) || !Files.isWritable(device)) {
            throw new IOException(
                    "no permission for "
                            + device
                            + "; type: sudo adduser $USER dialout, and log in again");
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
        opening.setComPortTimeouts(
                com.fazecast.jSerialComm.SerialPort.TIMEOUT_READ_SEMI_BLOCKING, READ_MILLIS, 0);
        if (!opening.openPort()) {
            throw new IOException(
                    "cannot open "
                            + device
                            + "; does another program read it? (sudo fuser "
                            + device
                            + ")");
        }
        port = opening;
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        com.fazecast.jSerialComm.SerialPort open = port;
        if (open == null) {
            throw new IOException(device + " was closed");
        }
        int count = open.readBytes(buffer, buffer.length);
        if (count > 0) {
            return count;
        }
        // A pulled cable shows as an error, or as endless silence on a device that is gone.
        if (count < 0 || !open.isOpen() || !Files.exists(device)) {
            throw new IOException(device + " is gone; unplugged?");
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
