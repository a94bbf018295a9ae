package be.bsmr.home.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open serial port of the operating system, or a pseudo-terminal: bytes both ways, and whether
 * it is still there.
 */
public final class SerialWire implements AutoCloseable {

    /** Whether the program is being stopped: the library then closes its ports before we do. */
    private static final AtomicBoolean ENDING = new AtomicBoolean();

    static {
        beforeTheEnd(new Thread(() -> ENDING.set(true), "ending"));
    }

    // What Linux answers when a port cannot be opened: errno.h.
    private static final int EPERM = 1;
    private static final int EAGAIN = 11;
    private static final int EACCES = 13;
    private static final int EBUSY = 16;

    private static final int LONGEST_END_SECONDS = 10;

    private final Path device;

    /** Where that led: a link that leads elsewhere now belongs to a cable plugged in anew. */
    private final Path realDevice;

    private final com.fazecast.jSerialComm.SerialPort port;

    private final CountDownLatch closed = new CountDownLatch(1);

    private SerialWire(Path device, com.fazecast.jSerialComm.SerialPort port) throws IOException {
        this.device = device;
        this.port = port;
        realDevice = device.toRealPath();
    }

    /**
     * A port that is spoken to at some speed, with eight bits and no parity.
     *
     * @param patience how long {@link #read} waits, to a tenth of a second
     * @throws IOException saying what to do about it
     */
    public static SerialWire open(Path device, int baud, Duration patience) throws IOException {
        SerialLine line = new SerialLine(baud, 8, SerialLine.Parity.NONE);
        return open(device, line, patience, " says which: stop it, or name another port");
    }

    /**
     * @param patience how long {@link #read} waits, to a tenth of a second
     * @param whenTaken what {@code fuser} does when another program has it, and what to do then
     * @throws IOException saying what to do about it
     */
    static SerialWire open(Path device, SerialLine line, Duration patience, String whenTaken)
            throws IOException {
        if (!Files.exists(device)) {
            throw new IOException(device + " does not exist; is the cable plugged in?");
        }
        if (Files.isRegularFile(device)) {
            throw new IOException(device + " is a file, not a serial port");
        }
        if (Files.isDirectory(device)) {
            throw new IOException(device + " is a directory, not a serial port");
        }
        if (!Files.isReadable(device) || !Files.isWritable(device)) {
            throw refused(device, noPermission(device));
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
        opening.setComPortTimeouts(
                com.fazecast.jSerialComm.SerialPort.TIMEOUT_READ_SEMI_BLOCKING
                        | com.fazecast.jSerialComm.SerialPort.TIMEOUT_WRITE_BLOCKING,
                (int) patience.toMillis(),
                0);
        if (!opening.openPort()) {
            throw refused(device, refusal(device, opening.getLastErrorCode(), whenTaken));
        }
        return new SerialWire(device, opening);
    }

    private static String refusal(Path device, int errno, String whenTaken) {
        return switch (errno) {
            case EPERM, EACCES -> noPermission(device);
            case EAGAIN, EBUSY ->
                    "another program has " + device + "; sudo fuser " + device + whenTaken;
            default ->
                    "cannot open "
                            + device
                            + " (error "
                            + errno
                            + "); is it a serial port that works?";
        };
    }

    /** What BSMR has itself is neither closed to this user nor another program's. */
    private static IOException refused(Path device, String otherwise) {
        return PortTaken.byBsmr(device)
                .<IOException>map(taken -> taken)
                .orElseGet(() -> new IOException(otherwise));
    }

    private static String noPermission(Path device) {
        return "no permission for "
                + device
                + "; type: sudo adduser $USER dialout, and log in again";
    }

    /**
     * What has arrived, waiting for the first of it.
     *
     * @return how many bytes; 0 when none came in time
     * @throws IOException when the port is gone
     */
    public int read(byte[] buffer) throws IOException {
        int count = port.readBytes(buffer, buffer.length);
        // A pulled cable shows as an error, or as endless silence on a device that is gone.
        if (count < 0 || (count == 0 && (!port.isOpen() || !isStillThere()))) {
            if (ENDING.get()) {
                awaitClosed();
                return 0;
            }
            throw new IOException(device + " is gone; unplugged?");
        }
        return count;
    }

    /**
     * Waits until the port has taken all.
     *
     * @throws IOException when it does not
     */
    public void write(byte[] bytes) throws IOException {
        if (port.writeBytes(bytes, bytes.length) != bytes.length) {
            throw new IOException(device + " no longer takes bytes; is it unplugged?");
        }
    }

    /**
     * From now on at another speed.
     *
     * @return false when the port does not know it
     */
    public boolean baud(int baud) {
        return port.setBaudRate(baud);
    }

    /** Does the last when this program is stopped, before its ports are closed. */
    public static void beforeTheEnd(Thread last) {
        com.fazecast.jSerialComm.SerialPort.addShutdownHook(last);
    }

    private boolean isStillThere() {
        try {
            return device.toRealPath().equals(realDevice);
        } catch (IOException gone) {
            return false;
        }
    }

    private void awaitClosed() {
        try {
            var unused = closed.await(LONGEST_END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        port.closePort();
    }
}
